import { BicoastalError } from '@bicoastal/kernel'

/** A feature caches rows of a table that is not replicated. */
export class UnknownCachedTableError extends BicoastalError {
  readonly code = 'unknown_cached_table'
  readonly advice =
    'Mark the entity of the table with @Replicated(), or correct the name in `cachedTables` of the feature.'

  constructor(table: string) {
    super(`The table "${table}" is cached but not replicated, so its rows have no revision to order changes by.`)
  }
}

/** True when `error` says that a cached table is not replicated. */
export function isUnknownCachedTableError(error: unknown): error is UnknownCachedTableError {
  return error instanceof UnknownCachedTableError
}

import { BicoastalError } from '@bicoastal/kernel'

/** The region's database could not be reached, the connection to it broke, or it ran out of disk or memory. Nothing is known to be written. */
export class DatabaseUnavailableError extends BicoastalError {
  readonly code = 'database_unavailable'
  readonly advice =
    'Repeat the request, or send it to the other region. An operator looks at the primary of the region.'
  /** The HTTP status that says the same. */
  readonly status = 503
  /** Whole seconds after which a caller may try again. */
  readonly retryAfter = 1

  constructor(cause: unknown) {
    super(`The database of this region is not available: ${cause instanceof Error ? cause.message : String(cause)}.`, {
      cause,
    })
  }
}

/** True when `error` says that the database cannot be reached now. */
export function isDatabaseUnavailableError(error: unknown): error is DatabaseUnavailableError {
  return error instanceof DatabaseUnavailableError
}

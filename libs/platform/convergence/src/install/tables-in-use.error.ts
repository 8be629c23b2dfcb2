import { BicoastalError } from '@bicoastal/kernel'

/** A table was locked by somebody else for too long. Trying again later helps. */
export class TablesInUseError extends BicoastalError {
  readonly code = 'tables_in_use'
  readonly advice =
    'Run this again. When it keeps happening, find the long transaction in pg_stat_activity; nothing has been changed.'

  constructor(step: string, cause: unknown) {
    super(`The step "${step}" gave up waiting for a lock: while it waits, every caller of the table waits behind it.`, {
      cause,
    })
  }
}

/** True when `error` says that a lock was not to be had in time. */
export function isTablesInUseError(error: unknown): error is TablesInUseError {
  return error instanceof TablesInUseError
}

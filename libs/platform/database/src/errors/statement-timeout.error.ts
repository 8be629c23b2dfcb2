import { BicoastalError } from '@bicoastal/kernel'

/** Postgres gave a statement up because it took longer than it may. Nothing of it is written. */
export class StatementTimeoutError extends BicoastalError {
  readonly code = 'statement_timeout'
  readonly advice = 'Repeat the request a little later; look for a missing index or a lock that is held for long.'
  /** The HTTP status that says the same. */
  readonly status = 503
  /** Whole seconds after which a caller may try again. */
  readonly retryAfter = 1

  constructor(cause: unknown) {
    super('A statement took longer than the database allows and was cancelled.', { cause })
  }
}

/** True when `error` says that a statement was cancelled because it took too long. */
export function isStatementTimeoutError(error: unknown): error is StatementTimeoutError {
  return error instanceof StatementTimeoutError
}

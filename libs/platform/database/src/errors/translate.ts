import { DatabaseUnavailableError, isDatabaseUnavailableError } from './database-unavailable.error.js'
import { failureOf } from './failure.js'
import { StatementTimeoutError } from './statement-timeout.error.js'

/** `error` in the words of this library where it has any; otherwise `error` itself, so that SQLSTATE codes stay readable. */
export function translate(error: unknown): unknown {
  if (isDatabaseUnavailableError(error)) return error
  const failure = failureOf(error)
  if (failure === 'lost' || failure === 'exhausted') return new DatabaseUnavailableError(error)
  if (failure === 'timeout') return new StatementTimeoutError(error)
  return error
}

import { BicoastalError } from '@bicoastal/kernel'

/** A transaction lost to others every time it was tried. Nothing of it is written. */
export class TransactionConflictError extends BicoastalError {
  readonly code = 'transaction_conflict'
  readonly advice = 'Repeat the request a little later; when it happens often, the rows it writes are too contended.'
  /** The HTTP status that says the same. */
  readonly status = 503
  /** Whole seconds after which a caller may try again. */
  readonly retryAfter = 1

  constructor(attempts: number, cause: unknown) {
    super(`A transaction met a deadlock or a concurrent write in each of ${attempts} attempts and was given up.`, {
      cause,
    })
  }
}

/** True when `error` says that a transaction was given up because of others. */
export function isTransactionConflictError(error: unknown): error is TransactionConflictError {
  return error instanceof TransactionConflictError
}

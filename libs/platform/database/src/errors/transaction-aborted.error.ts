import { BicoastalError } from '@bicoastal/kernel'

/** The work of a transaction caught a failed statement and went on; Postgres would have answered its COMMIT by rolling back. */
export class TransactionAbortedError extends BicoastalError {
  readonly code = 'transaction_aborted'
  readonly advice = 'Let the error of the failed statement leave the transaction, or run the statement in a savepoint.'

  constructor() {
    super('A statement of this transaction failed and its error was caught, so nothing of the transaction is written.')
  }
}

/** True when `error` says that a transaction could not be committed because one of its statements had failed. */
export function isTransactionAbortedError(error: unknown): error is TransactionAbortedError {
  return error instanceof TransactionAbortedError
}

import { BicoastalError } from '@bicoastal/kernel'

/** The connection broke after COMMIT was sent and before it was answered: the write is there or it is not. */
export class CommitOutcomeUnknownError extends BicoastalError {
  readonly code = 'commit_outcome_unknown'
  readonly advice = 'Look whether the write is there before repeating it; with an Idempotency-Key, simply repeat it.'
  /** The HTTP status that says the same. */
  readonly status = 504

  constructor(cause: unknown) {
    super('The database did not answer the commit, so it is not known whether the write took place.', { cause })
  }
}

/** True when `error` says that a write may or may not have taken place. */
export function isCommitOutcomeUnknownError(error: unknown): error is CommitOutcomeUnknownError {
  return error instanceof CommitOutcomeUnknownError
}

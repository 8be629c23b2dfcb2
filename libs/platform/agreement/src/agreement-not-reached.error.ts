import { httpProblem } from '@bicoastal/http'

/** The regions could not make sure in time that both know of the same writes to a row. */
export class AgreementNotReachedError extends httpProblem({
  code: 'agreement_not_reached',
  status: 503,
  title: 'The regions have not agreed yet',
  advice: 'Repeat the request after the time in retry-after. What was written stays written.',
  retryAfter: 1,
}) {
  /** @param reason completes "The regions could not agree on a row: ". */
  constructor(reason: string, cause?: unknown) {
    super(`The regions could not agree on a row: ${reason}.`, { cause })
  }
}

/** True when the regions did not agree in time. */
export function isAgreementNotReachedError(error: unknown): error is AgreementNotReachedError {
  return error instanceof AgreementNotReachedError
}

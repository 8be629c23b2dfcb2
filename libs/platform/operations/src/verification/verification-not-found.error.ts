import { httpProblem } from '@bicoastal/http'

/** This region has no comparison of that id. */
export class VerificationNotFoundError extends httpProblem({
  code: 'verification_not_found',
  status: 404,
  title: 'There is no such comparison',
  advice:
    'Look at GET /ops/verify. Comparisons belong to the region that was asked, named in x-region, and the oldest are forgotten.',
}) {
  constructor(id: string) {
    super(`This region knows no comparison ${id}.`)
  }
}

/** True when a comparison does not exist here. */
export function isVerificationNotFoundError(error: unknown): error is VerificationNotFoundError {
  return error instanceof VerificationNotFoundError
}

import { httpProblem } from '@bicoastal/http'

/** Nobody has claimed the key, as far as is known here. */
export class ClaimNotFoundError extends httpProblem({
  code: 'claim_not_found',
  status: 404,
  title: 'There is no such claim',
  advice: 'Claim it; what the other region gave away a moment ago may not have arrived here yet.',
}) {
  constructor(key: string) {
    super(`Nobody has claimed ${key}.`)
  }
}

/** True when nobody had claimed a key. */
export function isClaimNotFoundError(error: unknown): error is ClaimNotFoundError {
  return error instanceof ClaimNotFoundError
}

import { httpProblem } from '@bicoastal/http'

/** Somebody else holds the value, or claimed it first. */
export class ClaimTakenError extends httpProblem({
  code: 'claim_taken',
  status: 409,
  title: 'The value is taken',
  advice: 'Choose another value.',
}) {
  constructor(value: string) {
    super(`${value} is claimed by somebody else.`)
  }
}

/** True when a value was claimed by somebody else first. */
export function isClaimTakenError(error: unknown): error is ClaimTakenError {
  return error instanceof ClaimTakenError
}

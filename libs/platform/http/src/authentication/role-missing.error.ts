import { httpProblem } from '../problem/http-problem.js'

/** The caller is known and may not do this. */
export class RoleMissingError extends httpProblem({
  code: 'role_missing',
  status: 403,
  title: 'The token lacks a role',
  advice: 'Use a token of a caller that has one of the roles named here.',
}) {
  constructor(accepted: readonly string[]) {
    super(`This needs one of the roles ${accepted.join(', ')}.`)
  }
}

/** True when a caller lacked a role. */
export function isRoleMissingError(error: unknown): error is RoleMissingError {
  return error instanceof RoleMissingError
}

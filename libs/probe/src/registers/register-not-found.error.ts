import { httpProblem } from '@bicoastal/http'

/** Nothing has been written to the register yet. */
export class RegisterNotFoundError extends httpProblem({
  code: 'register_not_found',
  status: 404,
  title: 'There is no such register',
  advice: 'Write to the key first; what the other region wrote a moment ago may not have arrived here yet.',
}) {
  constructor(key: string) {
    super(`Nothing has been written to the register ${key}.`)
  }
}

/** True when a register had never been written to. */
export function isRegisterNotFoundError(error: unknown): error is RegisterNotFoundError {
  return error instanceof RegisterNotFoundError
}

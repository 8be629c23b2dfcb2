import { httpProblem } from '../problem/http-problem.js'

/** No key was ever loaded, so no token can be judged: not the caller's fault, hence not a 401. */
export class KeysUnavailableError extends httpProblem({
  code: 'keys_unavailable',
  status: 503,
  title: 'Tokens cannot be verified at the moment',
  advice: 'Repeat the request after the time in retry-after.',
  retryAfter: 2,
}) {
  constructor(cause: unknown) {
    super('The keys that tokens are verified with could not be loaded.', { cause })
  }
}

/** True when tokens could not be verified for lack of keys. */
export function isKeysUnavailableError(error: unknown): error is KeysUnavailableError {
  return error instanceof KeysUnavailableError
}

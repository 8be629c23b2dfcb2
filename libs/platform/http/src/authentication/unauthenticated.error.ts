import { httpProblem } from '../problem/http-problem.js'

/** The request needs a token and has none that can be believed. */
export class UnauthenticatedError extends httpProblem({
  code: 'unauthenticated',
  status: 401,
  title: 'A valid token is needed',
  advice: 'Send "authorization: Bearer <token>" with a token that is neither expired nor meant for someone else.',
}) {
  override readonly headers: Readonly<Record<string, string>>

  /** @param reason for the caller; nothing of the token itself. */
  constructor(reason: string, cause?: unknown) {
    super(reason, { cause })
    // RFC 6750: no error attribute where no token was sent.
    const attributes = cause === undefined ? '' : ', error="invalid_token"'
    this.headers = { 'www-authenticate': `Bearer realm="bicoastal"${attributes}` }
  }
}

/** True when a request lacked a believable token. */
export function isUnauthenticatedError(error: unknown): error is UnauthenticatedError {
  return error instanceof UnauthenticatedError
}

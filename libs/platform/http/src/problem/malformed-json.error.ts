import { httpProblem } from './http-problem.js'

/** The body claims to be JSON and is not. */
export class MalformedJsonError extends httpProblem({
  code: 'malformed_json',
  status: 400,
  title: 'The body is not JSON',
  advice: 'Send one JSON value, encoded as UTF-8.',
}) {
  constructor(cause: unknown) {
    super('The body claims to be JSON and cannot be parsed as such.', { cause })
  }
}

/** True when a body could not be parsed. */
export function isMalformedJsonError(error: unknown): error is MalformedJsonError {
  return error instanceof MalformedJsonError
}

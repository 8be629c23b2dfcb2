import { type HttpProblem, httpProblem } from './http-problem.js'
import { problemForStatus } from './platform-problems.js'

/** The path exists and takes other methods. */
export class MethodNotAllowedError extends httpProblem(problemForStatus(405)) {
  override readonly headers: HttpProblem['headers']

  constructor(allowed: readonly string[]) {
    super(`This path takes ${allowed.join(', ')}.`)
    this.headers = { allow: allowed.join(', ') }
  }
}

/** True when a path was called with a method it does not take. */
export function isMethodNotAllowedError(error: unknown): error is MethodNotAllowedError {
  return error instanceof MethodNotAllowedError
}

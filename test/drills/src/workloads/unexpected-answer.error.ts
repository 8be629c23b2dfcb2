import { BicoastalError } from '@bicoastal/kernel'

/** The service answered 2xx with JSON that does not follow its contract. */
export class UnexpectedAnswerError extends BicoastalError {
  readonly code = 'unexpected_answer'
  readonly advice = 'Compare the route with /openapi.json: either the service or the workload left the contract.'

  constructor(field: string, answer: unknown) {
    super(`The answer has no usable "${field}": ${JSON.stringify(answer)?.slice(0, 200)}`)
  }
}

/** True when `error` says that an answer left the contract. */
export function isUnexpectedAnswerError(error: unknown): error is UnexpectedAnswerError {
  return error instanceof UnexpectedAnswerError
}

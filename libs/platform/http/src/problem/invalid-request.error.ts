import { type RequestFault, httpProblem } from './http-problem.js'

/** The most faults one answer lists: a hostile body must not buy a far larger response. */
const MOST_FAULTS = 20

/** A part of the request does not fit its schema. */
export class InvalidRequestError extends httpProblem({
  code: 'invalid_request',
  status: 400,
  title: 'The request is not valid',
  advice: 'Correct the fields named in faults; /docs shows what each may be.',
}) {
  override readonly faults: readonly RequestFault[]

  constructor(faults: readonly RequestFault[]) {
    super(faults.length === 1 ? 'A part of the request is not valid.' : `${faults.length} parts are not valid.`)
    this.faults = faults.slice(0, MOST_FAULTS)
  }
}

/** True when a part of the request did not fit its schema. */
export function isInvalidRequestError(error: unknown): error is InvalidRequestError {
  return error instanceof InvalidRequestError
}

import { httpProblem } from '@bicoastal/http'

/** The cursor of a page is not one that this service has given. */
export class InvalidCursorError extends httpProblem({
  code: 'invalid_cursor',
  status: 400,
  title: 'The cursor is not valid',
  advice: 'Use nextCursor of the page before unchanged, or start again without a cursor.',
}) {
  constructor() {
    super('The cursor was not given by an earlier page.')
  }
}

/** True when a cursor could not be read. */
export function isInvalidCursorError(error: unknown): error is InvalidCursorError {
  return error instanceof InvalidCursorError
}

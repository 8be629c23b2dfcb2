import { BicoastalError } from '@bicoastal/kernel'

/** A list of conflicts was to go on at a place that no list gave. */
export class InvalidConflictCursorError extends BicoastalError {
  readonly code = 'invalid_conflict_cursor'
  readonly status = 400
  readonly advice = 'Take the cursor from the page before as it is, or leave it out to begin with the newest conflict.'

  constructor() {
    super('The cursor does not come from a list of conflicts.')
  }
}

/** True when `error` says that a cursor is none. */
export function isInvalidConflictCursorError(error: unknown): error is InvalidConflictCursorError {
  return error instanceof InvalidConflictCursorError
}

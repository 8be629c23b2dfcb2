import { BicoastalError } from '@bicoastal/kernel'

/** A list of conflicts was to go on at a place that no list gave. */
export class InvalidConflictCursorError extends BicoastalError {
  /** As callers are told of it. */
  static readonly definition = {
    code: 'invalid_conflict_cursor',
    status: 400,
    title: 'The cursor comes from no list of conflicts',
    advice: 'Take the cursor from the page before as it is, or leave it out to begin with the newest conflict.',
  } as const
  readonly code = InvalidConflictCursorError.definition.code
  readonly status = InvalidConflictCursorError.definition.status
  readonly title = InvalidConflictCursorError.definition.title
  readonly advice = InvalidConflictCursorError.definition.advice

  constructor() {
    super('The cursor does not come from a list of conflicts.')
  }
}

/** True when `error` says that a cursor is none. */
export function isInvalidConflictCursorError(error: unknown): error is InvalidConflictCursorError {
  return error instanceof InvalidConflictCursorError
}

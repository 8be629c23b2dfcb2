import { InvalidConflictCursorError } from './invalid-conflict-cursor.error.js'

/** The place of a conflict in the list. The moment is PostgreSQL's text: a `Date` would lose the microseconds. */
export interface ConflictPosition {
  readonly loggedAt: string
  readonly id: string
}

const POSITION = /^(?<loggedAt>\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?[+-][\d:]{2,9})\|(?<id>[0-9a-f-]{36})$/

/** An opaque text for a position. */
export function cursorAfter({ loggedAt, id }: ConflictPosition): string {
  return Buffer.from(`${loggedAt}|${id}`).toString('base64url')
}

/** @throws InvalidConflictCursorError when the text is not one of {@link cursorAfter}. */
export function positionOf(cursor: string): ConflictPosition {
  const { loggedAt, id } = POSITION.exec(Buffer.from(cursor, 'base64url').toString())?.groups ?? {}
  if (loggedAt === undefined || id === undefined) throw new InvalidConflictCursorError()
  return { loggedAt, id }
}

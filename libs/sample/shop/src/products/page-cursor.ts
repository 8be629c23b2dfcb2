import { InvalidCursorError } from './invalid-cursor.error.js'

/** Where a page ended: the next one starts at the product that follows in the order newest first, then by id. */
export interface PagePosition {
  readonly createdAt: Date
  readonly id: string
}

const POSITION = /^(\d{1,14})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** The position as callers carry it: opaque, safe in a URL. */
export function encodeCursor(position: PagePosition): string {
  return Buffer.from(`${position.createdAt.getTime()}.${position.id}`).toString('base64url')
}

/**
 * The position that `cursor` stands for. Cursors are not signed: a forged one that is well-formed merely names another
 * place in a public list. The pattern keeps what Postgres would refuse (a year beyond its range, a half UUID) away from
 * the query.
 *
 * @throws InvalidCursorError when `cursor` was not made by {@link encodeCursor}.
 */
export function decodeCursor(cursor: string): PagePosition {
  const [, milliseconds, id] = POSITION.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? []
  if (milliseconds === undefined || id === undefined) {
    throw new InvalidCursorError()
  }
  return { createdAt: new Date(Number(milliseconds)), id }
}

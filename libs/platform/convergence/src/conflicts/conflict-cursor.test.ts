import { describe, expect, test } from 'vitest'
import { cursorAfter, positionOf } from './conflict-cursor.js'
import { InvalidConflictCursorError } from './invalid-conflict-cursor.error.js'

const position = { loggedAt: '2026-11-23 06:13:48.123456+00', id: '6f1c2f0d-9b7a-4e0c-8a53-d1e7c4b29a86' }

describe('a cursor', () => {
  test('leads back to the place it was made of, to the microsecond', () => {
    expect(positionOf(cursorAfter(position))).toEqual(position)
  })

  test.each([
    ['nothing', ''],
    ['what is no cursor', 'yesterday'],
    ['half of one', cursorAfter(position).slice(0, 20)],
    ['another statement', cursorAfter({ ...position, id: "'; DROP TABLE conflicts; --" })],
  ])('is refused when it is %s', (_what, cursor) => {
    expect(() => positionOf(cursor)).toThrow(InvalidConflictCursorError)
  })
})

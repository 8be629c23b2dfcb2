import { describe, expect, test } from 'vitest'
import { isInvalidCursorError } from './invalid-cursor.error.js'
import { decodeCursor, encodeCursor } from './page-cursor.js'

const POSITION = { createdAt: new Date('2026-11-23T03:04:05.678Z'), id: '0d3cbd0f-13d6-5d05-a0c5-a3d9e5fd2a51' }
const encode = (text: string) => Buffer.from(text).toString('base64url')

describe('the cursor of a page', () => {
  test('comes back as the position it was made from', () => {
    expect(decodeCursor(encodeCursor(POSITION))).toEqual(POSITION)
  })

  test('needs no escaping in a URL', () => {
    const cursor = encodeCursor(POSITION)
    expect(encodeURIComponent(cursor)).toBe(cursor)
  })

  test.each([
    ['nothing', ''],
    ['plain text', 'next'],
    ['an id alone', encode(POSITION.id)],
    ['half an id', encode('1795403045678.0d3cbd0f')],
    ['a time before 1970', encode(`-1.${POSITION.id}`)],
    ['a year that Postgres does not know', encode(`9999999999999999.${POSITION.id}`)],
    ['a NUL byte', encode(`1795403045678\u0000.${POSITION.id}`)],
    ['something after the id', encode(`1795403045678.${POSITION.id}' OR true`)],
  ])('is refused when it holds %s', (_, cursor) => {
    expect(() => decodeCursor(cursor)).toThrow(expect.toSatisfy(isInvalidCursorError))
  })
})

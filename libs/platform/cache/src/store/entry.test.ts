import { describe, expect, test } from 'vitest'
import { entryOf, floorOf, revisionIn, valueIn } from './entry.js'

const REVISION = '7'.padStart(40, '0')

describe('an entry', () => {
  test.each([0n, 0x16_b374_d848n, 2n ** 64n - 1n])(
    'gives back the value it was made of, read before %s',
    (readBefore) => {
      const value = { revision: REVISION, body: '{"name":"a|b"}', readBefore, renewAt: 1_764_000_000_123 }
      expect(valueIn(entryOf(value))).toEqual(value)
      expect(revisionIn(entryOf(value))).toBe(REVISION)
    },
  )

  test('without a value is a floor', () => {
    expect(valueIn(floorOf(REVISION))).toBeUndefined()
    expect(revisionIn(floorOf(REVISION))).toBe(REVISION)
  })

  test('of another release, without a position or a time, has no value', () => {
    expect(valueIn(`${REVISION}|${'0'.repeat(16)}|{"name":"a long enough body, longer than a time"}`)).toBeUndefined()
    expect(valueIn(`${REVISION}|{"name":"a long enough body, longer than a position is"}`)).toBeUndefined()
  })

  test('refuses a revision that would not compare as a number does', () => {
    expect(() => floorOf('7')).toThrow(RangeError)
  })
})

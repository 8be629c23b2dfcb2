import { describe, expect, test } from 'vitest'
import { bodyOf, entryOf, revisionIn } from './entry.js'

const REVISION = '7'.padStart(40, '0')

describe('an entry', () => {
  test('gives back the revision and the body it was made of', () => {
    const entry = entryOf(REVISION, '{"name":"a|b"}')
    expect(revisionIn(entry)).toBe(REVISION)
    expect(bodyOf(entry)).toBe('{"name":"a|b"}')
  })

  test('without a body is a floor', () => {
    expect(bodyOf(entryOf(REVISION, ''))).toBeUndefined()
  })

  test('refuses a revision that would not compare as a number does', () => {
    expect(() => entryOf('7', 'body')).toThrow(RangeError)
  })
})

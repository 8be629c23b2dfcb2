import { describe, expect, test } from 'vitest'
import { REVISION_DIGITS, revisionOf } from './revision.js'

const [byEast, byWest] = [(7n << 8n) | 1n, (9n << 8n) | 2n]
const row = { _h: String(byEast), _seen_east: null, _seen_west: null }

describe('revisionOf', () => {
  test('is forty digits, so that revisions compare as text', () => {
    expect(revisionOf(row)).toHaveLength(REVISION_DIGITS)
    expect(revisionOf(row)).toBe(String(byEast).padStart(REVISION_DIGITS, '0'))
  })

  test('adds up what each region wrote, whichever of them inserted the row', () => {
    expect(BigInt(revisionOf({ ...row, _seen_west: String(byWest) }))).toBe(byEast + byWest)
    expect(BigInt(revisionOf({ ...row, _seen_east: String(byEast + 256n) }))).toBe(byEast + 256n)
    expect(BigInt(revisionOf({ ...row, _h: String(byWest), _seen_east: String(byEast) }))).toBe(byEast + byWest)
  })

  test('does not need columns that the log left out', () => {
    expect(BigInt(revisionOf({ _h: String(byWest) }))).toBe(byWest)
  })
})

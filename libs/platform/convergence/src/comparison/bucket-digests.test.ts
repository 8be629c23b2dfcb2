import { describe, expect, test } from 'vitest'
import { bucketsFor, differingBuckets } from './bucket-digests.js'

describe('bucketsFor', () => {
  test('is a power of two that grows with the table, within bounds', () => {
    expect(bucketsFor(0)).toBe(64)
    expect(bucketsFor(100_000)).toBe(512)
    expect(bucketsFor(1e12)).toBe(16_384)
  })
})

describe('differingBuckets', () => {
  test('names buckets that differ and those that only one side fills', () => {
    const one = { rows: 3, buckets: new Map([[1, 'a'], [2, 'b'], [3, 'c']]) } // prettier-ignore
    const other = { rows: 3, buckets: new Map([[1, 'a'], [2, 'x'], [4, 'd']]) } // prettier-ignore
    expect(differingBuckets(one, other)).toEqual([2, 3, 4])
  })
})

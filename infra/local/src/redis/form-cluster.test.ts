import { describe, expect, test } from 'vitest'
import { shareSlots } from './form-cluster.js'

describe('hash slots', () => {
  test.each([1, 2, 3, 5])('are shared among %i masters completely, once, and evenly', (count) => {
    const shares = shareSlots(count)
    expect(shares.flat()).toEqual(Array.from({ length: 16_384 }, (_, slot) => slot))
    const sizes = shares.map((share) => share.length)
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
  })
})

import { describe, expect, test } from 'vitest'
import { RestartBackoff } from './restart-backoff.js'

describe('the pause before a restart', () => {
  test('doubles with every crash in a row, up to five seconds', () => {
    const backoff = new RestartBackoff()
    expect([1, 2, 3, 4, 5, 6, 7].map(() => backoff.next(0))).toEqual([200, 400, 800, 1600, 3200, 5000, 5000])
  })

  test('is short again after the part has run well', () => {
    const backoff = new RestartBackoff()
    backoff.next(0)
    backoff.next(0)
    expect(backoff.next(20_000)).toBe(200)
  })
})

import { expect, test } from 'vitest'
import { pauseAfter } from './backoff.js'

test('pauses grow with every attempt and stay bounded', () => {
  expect([1, 2, 3, 4, 5, 6].map((attempt) => pauseAfter(attempt, () => 1))).toEqual([20, 40, 80, 160, 200, 200])
})

test('two losers of one deadlock pause for different times', () => {
  expect(pauseAfter(1, () => 0)).toBe(10)
  expect(pauseAfter(1, () => 0.5)).toBe(15)
})

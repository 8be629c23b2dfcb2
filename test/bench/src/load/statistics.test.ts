import { expect, test } from 'vitest'
import { quantile, spreadOf } from './statistics.js'

test('quantiles are measured values, whatever the order', () => {
  const values = [5, 1, 4, 2, 3]
  expect([0, 0.5, 0.99, 1].map((share) => quantile(values, share))).toEqual([1, 3, 5, 5])
})

test('the spread is the median between the extremes', () => {
  expect(spreadOf([0.9, 0.7, 0.8])).toEqual({ median: 0.8, lowest: 0.7, highest: 0.9 })
})

test('nothing measured is an error, not a zero', () => {
  expect(() => spreadOf([])).toThrow(RangeError)
})

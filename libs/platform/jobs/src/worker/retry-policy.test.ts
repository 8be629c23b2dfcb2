import { expect, test } from 'vitest'
import { restAfter } from './retry-policy.js'

const policy = { attempts: 5, firstRest: 100, longestRest: 1000 }

test('a job rests twice as long after every failure, up to the longest rest', () => {
  expect([1, 2, 3, 4, 5, 6].map((failures) => restAfter(policy, failures, () => 1))).toEqual([
    100, 200, 400, 800, 1000, 1000,
  ])
})

test('jobs that failed together do not come back together', () => {
  expect(restAfter(policy, 1, () => 0)).toBe(50)
  expect(restAfter(policy, 1, () => 0.5)).toBe(75)
})

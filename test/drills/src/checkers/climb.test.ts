import { expect, test } from 'vitest'
import { Climb, ORDER_STATES } from './climb.js'

function climb(...seen: readonly (readonly [string, string])[]) {
  const watched = new Climb(ORDER_STATES)
  for (const [subject, state] of seen) watched.see(subject, state)
  return watched.findings
}

test('what climbs, or stays, passes; each thing by itself', () => {
  expect(climb(['a', 'placed'], ['a', 'paid'], ['b', 'placed'], ['a', 'paid'], ['b', 'shipped'])).toEqual([])
})

test('what went back is reported once, also when it climbs again', () => {
  const findings = climb(['a', 'paid'], ['a', 'placed'], ['a', 'placed'], ['a', 'paid'])
  expect(findings).toEqual([{ kind: 'regressed', subject: 'a', explanation: 'It was "paid" and then "placed".' }])
})

test('a state that does not exist is invented', () => {
  expect(climb(['a', 'stolen'])).toMatchObject([{ kind: 'invented', subject: 'a' }])
})

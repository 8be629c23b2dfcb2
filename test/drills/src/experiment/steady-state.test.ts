import type { RegionId } from '@bicoastal/kernel'
import { expect, test } from 'vitest'
import type { Attempt } from '../history/attempt.js'
import { steadyStateFault } from './steady-state.js'

const served = (region: RegionId, operation = 'PUT'): Attempt => ({
  workload: 'fixture',
  operation,
  startedAt: 0,
  endedAt: 1,
  outcome: 'acknowledged',
  region,
  intent: null,
})

test('a steady state is one in which both regions serve every operation and nothing fails', () => {
  expect(steadyStateFault([served('east'), served('west')])).toBeUndefined()
})

test('without load, or with a failure, there is none', () => {
  expect(steadyStateFault([])).toContain('no load')
  const failed: Attempt = { ...served('east'), outcome: 'undetermined', reason: '503' }
  expect(steadyStateFault([served('east'), served('west'), failed])).toContain('PUT: 503')
})

test('an operation that one region never served would make killing that region harmless', () => {
  const attempts = [served('east'), served('west'), served('east', 'POST')]
  expect(steadyStateFault(attempts)).toContain('west answered none of 1 requests POST')
})

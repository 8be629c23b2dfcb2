import type { RegionId } from '@bicoastal/kernel'
import { expect, test } from 'vitest'
import type { Attempt, Outcome } from '../history/attempt.js'
import type { SetIntent } from '../workloads/sets.js'
import { checkSets } from './sets.js'

const attempt =
  (verb: SetIntent['verb']) =>
  (startedAt: number, region: RegionId = 'east', outcome: Outcome = 'acknowledged'): Attempt<SetIntent, null> => ({
    workload: 'sets',
    operation: verb,
    startedAt,
    endedAt: startedAt + 10,
    outcome,
    region,
    intent: { verb, key: 'k', element: 'e' },
    ...(outcome === 'acknowledged' ? { receipt: null } : {}),
  })
const [add, remove] = [attempt('add'), attempt('remove')]
const holding = (...elements: string[]) => new Map([['k', new Set(elements)]])

test('an element added after every removal must be there', () => {
  expect(checkSets([remove(0), add(100)], holding('e'))).toEqual([])
  expect(checkSets([remove(0), add(100)], holding())).toMatchObject([{ kind: 'lost', subject: 'e of set k' }])
  expect(checkSets([add(100)], new Map())).toMatchObject([{ kind: 'lost' }])
})

test('an element removed in the region that had added it may not be there', () => {
  expect(checkSets([add(0), remove(100)], holding())).toEqual([])
  expect(checkSets([add(0), remove(100)], holding('e'))).toMatchObject([{ kind: 'resurrected' }])
})

test('a removal need not know of an addition elsewhere, at the same time, or without an answer', () => {
  for (const addition of [add(0, 'west'), add(95), add(0, 'east', 'undetermined')]) {
    expect(checkSets([addition, remove(100)], holding('e'))).toEqual([])
  }
})

test('an undetermined removal explains an element that is gone', () => {
  expect(checkSets([add(100), remove(0, 'east', 'undetermined')], holding())).toEqual([])
})

test('an element that nobody added, or whose addition was refused, is invented', () => {
  expect(checkSets([remove(0)], holding('e'))).toMatchObject([{ kind: 'invented' }])
  expect(checkSets([add(0, 'east', 'failed')], holding('e'))).toMatchObject([{ kind: 'invented' }])
})

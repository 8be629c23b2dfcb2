import { expect, test } from 'vitest'
import { attemptOf } from './attempts.fixture.js'
import { checkCounters } from './counters.js'

const acknowledged = (by: number) => attemptOf({ key: 'k', by }, { receipt: null })
const attempts = [
  acknowledged(5),
  acknowledged(2),
  attemptOf({ key: 'k', by: 3 }, 'undetermined'),
  attemptOf({ key: 'k', by: 100 }, 'failed'),
]

test('a counter passes between the acknowledged sum and that plus the undetermined', () => {
  expect(checkCounters(attempts, new Map([['k', 7n]]))).toEqual([])
  expect(checkCounters(attempts, new Map([['k', 10n]]))).toEqual([])
})

test('a counter below the acknowledged sum, or not there at all, lost a write', () => {
  expect(checkCounters(attempts, new Map([['k', 6n]]))).toMatchObject([{ kind: 'lost', subject: 'counter k' }])
  expect(checkCounters(attempts, new Map())).toMatchObject([{ kind: 'lost' }])
})

test('a counter above everything that was asked for counted a request twice', () => {
  expect(checkCounters(attempts, new Map([['k', 11n]]))).toMatchObject([{ kind: 'duplicate' }])
})

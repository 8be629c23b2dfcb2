import { expect, test } from 'vitest'
import { attemptOf } from './attempts.fixture.js'
import { checkLedger } from './ledger.js'

const attempts = [
  attemptOf({ account: 'a', amount: 1 }, { receipt: { id: '1' } }),
  attemptOf({ account: 'a', amount: 2 }, 'undetermined'),
]
const first = { id: '1', account: 'a', amount: 1 }

test('acknowledged entries must be there, undetermined ones may', () => {
  expect(checkLedger(attempts, [first])).toEqual([])
  expect(checkLedger(attempts, [first, { id: '2', account: 'a', amount: 2 }])).toEqual([])
})

test('an acknowledged entry that is gone or was changed is lost', () => {
  expect(checkLedger(attempts, [])).toMatchObject([{ kind: 'lost', subject: 'ledger entry 1' }])
  expect(checkLedger(attempts, [{ ...first, amount: 2 }])).toMatchObject([{ kind: 'lost' }])
})

test('two entries of one request are a duplicate, and one that nobody asked for is invented', () => {
  expect(checkLedger(attempts, [first, { ...first, id: '9' }])).toMatchObject([{ kind: 'duplicate' }])
  expect(checkLedger(attempts, [first, { id: '9', account: 'a', amount: 9 }])).toMatchObject([{ kind: 'invented' }])
})

import { expect, test } from 'vitest'
import type { Attempt } from '../history/attempt.js'
import type { SessionIntent, SessionReceipt } from '../workloads/sessions.js'
import { checkSessions } from './sessions.js'

function answered(
  intent: Partial<SessionIntent>,
  receipt: Partial<SessionReceipt>,
): Attempt<SessionIntent, SessionReceipt> {
  return {
    workload: 'sessions',
    operation: 'GET session register',
    startedAt: 1,
    endedAt: 2,
    outcome: 'acknowledged',
    region: 'west',
    intent: { key: 'key', seen: undefined, forged: false, ...intent },
    receipt: { version: undefined, stale: false, ...receipt },
  }
}

test('seeing the same or more than before is what a session is for', () => {
  expect(checkSessions([answered({ seen: 5n }, { version: 5n }), answered({ seen: 5n }, { version: 6n })])).toEqual([])
  expect(checkSessions([answered({}, {})])).toEqual([])
})

test.each([{ version: 4n }, { version: undefined }])('seeing less, as in %o, is going back in time', (receipt) => {
  expect(checkSessions([answered({ seen: 5n }, receipt)])).toMatchObject([{ kind: 'regressed' }])
  expect(checkSessions([answered({ seen: 5n }, { ...receipt, stale: true })])).toEqual([])
})

test('a session from the future is never claimed to be reached', () => {
  expect(checkSessions([answered({ forged: true }, {})])).toMatchObject([{ kind: 'regressed' }])
  expect(checkSessions([answered({ forged: true }, { stale: true })])).toEqual([])
})

test('a request that was not answered promises nothing', () => {
  const { receipt: _receipt, ...attempt } = answered({ seen: 5n }, { version: 4n })
  expect(checkSessions([{ ...attempt, outcome: 'undetermined' }])).toEqual([])
})

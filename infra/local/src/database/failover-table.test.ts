import { describe, expect, test } from 'vitest'
import { COMPLETE_STATES, type DatabaseEvent, type DatabaseState, FAILOVER_TABLE } from './failover-table.js'

const STATES = Object.keys(FAILOVER_TABLE) as DatabaseState[]
const EVENTS = Object.keys(FAILOVER_TABLE.stopped) as DatabaseEvent[]
const follow = (from: DatabaseState, ...events: DatabaseEvent[]) =>
  events.reduce<DatabaseState>((state, event) => FAILOVER_TABLE[state][event], from)

describe('failover', () => {
  test('only lost data promotes an incomplete standby', () => {
    const incomplete = STATES.filter((state) => !COMPLETE_STATES.includes(state) && state !== 'promoting')
    const promoting = incomplete.flatMap((state) => EVENTS.filter((event) => follow(state, event) === 'promoting'))
    expect(new Set(promoting)).toEqual(new Set<DatabaseEvent>(['dataLost']))
  })

  test('what was stopped stays stopped until it is started', () => {
    const leaving = EVENTS.filter((event) => follow('stopped', event) !== 'stopped')
    expect(leaving).toEqual(['start', 'startComplete'])
  })

  test.each(STATES)('%s obeys the order to stop', (state) => {
    expect(follow(state, 'stop')).toBe('stopped')
  })

  test('a crashed primary comes back where it is', () => {
    expect(follow('paired', 'primaryExited', 'primaryAnswered')).toBe('paired')
    expect(follow('alone', 'primaryExited', 'primaryAnswered')).toBe('alone')
  })

  test('a primary that cannot come back gives way to its complete standby', () => {
    expect(follow('paired', 'primaryExited', 'restartFailed')).toBe('promoting')
    expect(follow('paired', 'primarySilent')).toBe('promoting')
    expect(follow('promoting', 'promoted')).toBe('alone')
  })

  test('a primary without a complete standby is started again for as long as it takes', () => {
    expect(follow('alone', 'primarySilent', 'restartFailed', 'restartFailed', 'primaryExited')).toBe('restartingAlone')
  })

  test('a failed promotion distrusts the standby', () => {
    const state = follow('paired', 'primarySilent', 'promotionFailed')
    expect(COMPLETE_STATES).not.toContain(state)
    expect(follow(state, 'restartFailed')).toBe(state)
  })

  test('a standby is judged only beside a primary that serves', () => {
    for (const state of ['restarting', 'restartingAlone', 'promoting'] as const) {
      expect(follow(state, 'standbyComplete')).toBe(state)
      expect(follow(state, 'standbyIncomplete')).toBe(state)
    }
  })
})

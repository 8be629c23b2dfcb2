import { describe, expect, test } from 'vitest'
import { ADMITS, REGION_STATES, REGION_SWITCHES, REGION_TRANSITIONS, type RegionEvent } from './region-table.js'

const EVENTS: readonly RegionEvent[] = [...REGION_SWITCHES, 'caughtUp']
const pairs = REGION_STATES.flatMap((state) => EVENTS.map((event) => [state, event] as const))

describe('R1: the table', () => {
  test.each(pairs)('says where %s leads by %s', (state, event) => {
    expect(REGION_STATES).toContain(REGION_TRANSITIONS[state][event])
  })

  // Thrown twice, or thrown again because the answer was lost.
  test.each(pairs)('a second time, %s and then %s changes nothing more', (state, event) => {
    const next = REGION_TRANSITIONS[state][event]
    expect(REGION_TRANSITIONS[next][event]).toBe(next)
  })
})

describe('R2: only operators take traffic away, and only "return" gives it back', () => {
  test.each(REGION_STATES)('no event but return or its end makes %s take more', (state) => {
    for (const event of ['drain', 'evacuate'] as const) {
      const [before, after] = [ADMITS[state], ADMITS[REGION_TRANSITIONS[state][event]]]
      expect([after.reads && !before.reads, after.writes && !before.writes]).toEqual([false, false])
    }
  })

  test.each(REGION_STATES)('%s takes writes only if it takes reads', (state) => {
    expect(ADMITS[state].writes && !ADMITS[state].reads).toBe(false)
  })
})

describe('R3: an evacuated region', () => {
  test('takes nothing before it has caught up', () => {
    const returning = REGION_TRANSITIONS.evacuated.return
    expect(ADMITS[returning]).toEqual({ reads: false, writes: false })
    expect(REGION_TRANSITIONS[returning].caughtUp).toBe('active')
  })

  test('is not brought back by an end of a return that arrives late', () => {
    expect(REGION_TRANSITIONS[REGION_TRANSITIONS.returning.evacuate].caughtUp).toBe('evacuated')
  })
})

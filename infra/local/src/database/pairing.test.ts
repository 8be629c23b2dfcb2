import { describe, expect, test } from 'vitest'
import type { NodeObservation } from './node-observation.js'
import { Pairing, STANDBY_PATIENCE } from './pairing.js'

const SLOT = 'postgres_b'
const primary = (standbys: Record<string, boolean>, failoverSlots: string[] = []): NodeObservation => ({
  at: 0,
  recovering: false,
  position: 100,
  standbys,
  failoverSlots,
})
const standby = (...failoverSlots: string[]): NodeObservation => ({
  at: 0,
  recovering: true,
  position: 100,
  standbys: {},
  failoverSlots,
})

describe('a primary and its standby', () => {
  test('commits wait for a standby as soon as it streams', () => {
    const verdict = new Pairing(false, 0).judge(primary({ [SLOT]: false }), standby(), SLOT, 1)
    expect(verdict).toEqual({ synchronous: true, complete: false })
  })

  test('a standby is complete when commits really wait for it and it has every failover slot', () => {
    const pairing = new Pairing(false, 0)
    const waiting = primary({ [SLOT]: true }, ['relay', 'to_west'])
    expect(pairing.judge(waiting, standby('relay'), SLOT, 1).complete).toBe(false)
    expect(pairing.judge(waiting, standby('relay', 'to_west'), SLOT, 2).complete).toBe(true)
  })

  test('a new slot makes the standby incomplete until it has a copy', () => {
    const pairing = new Pairing(true, 0)
    expect(pairing.judge(primary({ [SLOT]: true }, ['relay']), standby(), SLOT, 1)).toEqual({
      synchronous: true,
      complete: false,
    })
  })

  test('a standby that stops streaming is waited for, and stays complete, for a moment only', () => {
    const pairing = new Pairing(true, 0)
    expect(pairing.judge(primary({}), standby(), SLOT, STANDBY_PATIENCE)).toEqual({ synchronous: true, complete: true })
    expect(pairing.judge(primary({}), standby(), SLOT, STANDBY_PATIENCE + 1)).toEqual({
      synchronous: false,
      complete: false,
    })
  })

  test('another standby is not the one', () => {
    expect(new Pairing(false, 0).judge(primary({ postgres_a: true }), standby(), SLOT, 1).synchronous).toBe(false)
  })

  test('a standby that does not answer for a moment changes nobody’s mind', () => {
    const waiting = primary({ [SLOT]: true })
    expect(new Pairing(true, 0).judge(waiting, undefined, SLOT, 1).complete).toBe(true)
    expect(new Pairing(false, 0).judge(waiting, undefined, SLOT, 1).complete).toBe(false)
  })

  test('a node that has stopped recovering is no standby', () => {
    const promoted = { ...standby(), recovering: false }
    expect(new Pairing(true, 0).judge(primary({ [SLOT]: true }), promoted, SLOT, 1).complete).toBe(false)
  })
})

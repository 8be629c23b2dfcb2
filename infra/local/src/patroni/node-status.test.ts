import { describe, expect, test } from 'vitest'
import type { NodeObservation } from '../database/node-observation.js'
import { nodeStatus } from './node-status.js'

const node = (recovering: boolean, position = 100, at = 0): NodeObservation => ({
  at,
  recovering,
  position,
  standbys: {},
  failoverSlots: [],
})

describe('what load balancers are told of a node', () => {
  test('only the designated node that takes writes is the primary', () => {
    expect(nodeStatus(node(false), node(false), true, 0).role).toBe('primary')
    expect(nodeStatus(node(false), node(false), false, 0).role).toBe('unknown')
    expect(nodeStatus(node(true), undefined, true, 0).role).toBe('replica')
  })

  test('old answers say nothing', () => {
    expect(nodeStatus(node(false), node(false), true, 2001).role).toBe('unknown')
    expect(nodeStatus(undefined, node(false), true, 0).role).toBe('unknown')
  })

  test('the lag of a replica is what it has not replayed, and unknown lag keeps it in use', () => {
    expect(nodeStatus(node(true, 40), node(false, 100), false, 0).lag).toBe(60)
    expect(nodeStatus(node(true, 40), undefined, false, 0).lag).toBe(0)
    expect(nodeStatus(node(true, 110), node(false, 100), false, 0).lag).toBe(0)
  })
})

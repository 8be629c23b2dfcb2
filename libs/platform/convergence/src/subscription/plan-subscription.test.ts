import { describe, expect, test } from 'vitest'
import { PeerNotReadyError } from './peer-not-ready.error.js'
import { planSubscription } from './plan-subscription.js'
import {
  type InstalledSubscription,
  isDisabledByPerson,
  type PeerSlot,
  type SubscriptionState,
} from './subscription-state.js'
import { WrongPeerError } from './wrong-peer.error.js'

const ADDRESS = 'postgresql://west'
const TABLES = ['convergence.heartbeat', 'public.orders']
const SUBSCRIPTION: InstalledSubscription = {
  connection: ADDRESS,
  slot: 'to_east',
  enabled: true,
  failover: true,
  origin: 'none',
  commit: 'on',
  publications: ['bicoastal'],
  tables: TABLES,
}
const SLOT: PeerSlot = { active: true, failover: true, sameDatabase: true, lost: null }
const RUNNING: SubscriptionState = {
  subscription: SUBSCRIPTION,
  slot: SLOT,
  published: TABLES,
  peerNumber: 2,
  deadlockTimeout: '10s',
  owner: 'postgres',
  database: 'bicoastal',
  tables: TABLES,
}

const steps = (change: Partial<SubscriptionState>): readonly string[] =>
  planSubscription({ ...RUNNING, ...change }, 'east', ADDRESS).map((step) => `${step.side}: ${step.sql}`)

describe('planSubscription', () => {
  test('leaves alone what is right', () => {
    expect(steps({})).toEqual([])
  })

  test('creates the slot before the subscription, which would otherwise wait for the peer inside a transaction', () => {
    const [slot, subscription, ...rest] = steps({ subscription: null, slot: null })
    expect(slot).toMatch(/^peer: SELECT pg_create_logical_replication_slot\('to_east'/)
    expect(subscription).toMatch(/^here: CREATE SUBSCRIPTION from_west .*create_slot = false.*copy_data = true/)
    expect(rest).toEqual([])
  })

  test.each([
    ['is gone', null],
    ['was invalidated', { ...SLOT, active: false, lost: 'wal_removed' }],
    ['belongs to another database', { ...SLOT, active: false, sameDatabase: false }],
  ])('starts anew with a copy when the slot %s', (_what, slot) => {
    const planned = steps({ slot })
    expect(planned[0]).toBe(
      'here: ALTER SUBSCRIPTION from_west DISABLE; ALTER SUBSCRIPTION from_west SET (slot_name = NONE); DROP SUBSCRIPTION from_west',
    )
    expect(planned.some((step) => step.includes('pg_drop_replication_slot'))).toBe(slot !== null)
    expect(planned.at(-1)).toContain('CREATE SUBSCRIPTION from_west')
  })

  test('turns failover on while the worker stands still, as PostgreSQL demands', () => {
    expect(steps({ subscription: { ...SUBSCRIPTION, failover: false } })).toEqual([
      'here: ALTER SUBSCRIPTION from_west DISABLE',
      'here: ALTER SUBSCRIPTION from_west SET (failover = true)',
      'here: ALTER SUBSCRIPTION from_west ENABLE',
    ])
  })

  test('goes on where somebody was killed while turning failover on, which is no disabling by a person', () => {
    const halfDone = { ...SUBSCRIPTION, failover: false, enabled: false }
    expect(isDisabledByPerson({ ...RUNNING, subscription: halfDone })).toBe(false)
    expect(isDisabledByPerson({ ...RUNNING, subscription: { ...SUBSCRIPTION, enabled: false } })).toBe(true)
    expect(steps({ subscription: halfDone }).at(-1)).toBe('here: ALTER SUBSCRIPTION from_west ENABLE')
  })

  test('follows the address of the peer', () => {
    expect(steps({ subscription: { ...SUBSCRIPTION, connection: 'postgresql://old' } })).toEqual([
      "here: ALTER SUBSCRIPTION from_west CONNECTION 'postgresql://west'",
    ])
  })

  test.each([
    ['has no publication', { published: null, peerNumber: null }, PeerNotReadyError],
    ['publishes a table that is missing here', { published: [...TABLES, 'public.new'] }, PeerNotReadyError],
    ['feeds somebody else from the slot', { subscription: null }, PeerNotReadyError],
    ['is this region itself', { peerNumber: 1 }, WrongPeerError],
  ])('refuses a peer that %s', (_what, change, error) => {
    expect(() => steps(change)).toThrow(error)
  })
})

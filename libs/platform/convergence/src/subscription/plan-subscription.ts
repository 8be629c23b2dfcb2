import { type RegionId, peerOf } from '@bicoastal/kernel'
import type { Change } from '../install/change.js'
import { PEER_PUBLICATION } from '../install/publication-names.js'
import { identifier, literal } from '../sql/identifier.js'
import { PeerNotReadyError } from './peer-not-ready.error.js'
import { isPeer, slotName, subscriptionName, type SubscriptionState } from './subscription-state.js'
import { WrongPeerError } from './wrong-peer.error.js'

/** A step, and the side on which it runs. No step runs inside a transaction: PostgreSQL refuses most of them there. */
export interface SubscriptionChange extends Change {
  readonly side: 'here' | 'peer'
}

/** How long the apply worker waits before it looks for a deadlock: longer than anybody else, so that a caller, who retries, is the victim. */
const DEADLOCK_TIMEOUT = '10s'

/**
 * What an apply worker waits for before it tells the peer that a change is safe. With `off`, a standby that is promoted here may
 * lack changes that the peer believes to be delivered, and would never get them.
 */
const SYNCHRONOUS_COMMIT = 'on'

/** Large transactions arrive when they are committed, in commit order, by one worker: parallel ones could deadlock each other. */
const OPTIONS = `failover = true, origin = none, streaming = off, synchronous_commit = ${literal(SYNCHRONOUS_COMMIT)}`

/**
 * The steps after which `region` receives what its peer writes, from what both sides show; empty when it already does. Pure.
 *
 * A stream that cannot go on (its slot is gone, or the peer had to throw WAL away) is started anew with a copy of all tables:
 * the copy merges like any other change, so it repairs whatever was missed and writes nothing where rows are equal.
 *
 * @throws WrongPeerError when the peer is not the peer.
 * @throws PeerNotReadyError when there is nothing to subscribe to yet, or no place for it here.
 */
export function planSubscription(
  state: SubscriptionState,
  region: RegionId,
  connection: string,
): readonly SubscriptionChange[] {
  assertReady(state, region)
  const changes = [...planOwner(state)]
  const { subscription, slot } = state
  const isUsable = slot !== null && slot.lost === null && slot.sameDatabase
  if (subscription === null || !isUsable || subscription.slot !== slotName(region)) {
    return [...changes, ...dropStream(state, region), ...createStream(region, connection)]
  }
  return [...changes, ...alterStream(state, region, connection)]
}

function assertReady(state: SubscriptionState, region: RegionId): void {
  const peer = peerOf(region)
  if (state.published === null) {
    throw new PeerNotReadyError(
      peer,
      'it has no publication.',
      'Run "migrate schema" in that region; this is done once it has succeeded.',
    )
  }
  if (!isPeer(state, region)) throw new WrongPeerError(peer, state.peerNumber)
  const absent = state.published.filter((table) => !state.tables.includes(table))
  if (absent.length > 0) {
    throw new PeerNotReadyError(
      peer,
      `it publishes tables that do not exist here: ${absent.join(', ')}.`,
      'Run "migrate schema" of the same release in this region first.',
    )
  }
  if (state.subscription === null && state.slot?.active) {
    throw new PeerNotReadyError(
      peer,
      `somebody else receives from its slot ${slotName(region)}.`,
      `Find out who (pg_stat_replication there). Two databases must not both be ${region}.`,
    )
  }
}

function planOwner({ deadlockTimeout, owner, database }: SubscriptionState): readonly SubscriptionChange[] {
  if (deadlockTimeout === DEADLOCK_TIMEOUT) return []
  const sql = `ALTER ROLE ${identifier(owner)} IN DATABASE ${identifier(database)} SET deadlock_timeout = '${DEADLOCK_TIMEOUT}'`
  return [{ side: 'here', what: `let callers, not replication, be the victim of a deadlock`, sql }]
}

function dropStream({ subscription, slot }: SubscriptionState, region: RegionId): readonly SubscriptionChange[] {
  const name = subscriptionName(region)
  const changes: SubscriptionChange[] = []
  if (subscription !== null) {
    // Without its slot name the subscription can be dropped while the peer knows nothing of the slot any more. All at once: killed in
    // between, it would be found disabled, and what is disabled is left alone.
    const sql = `ALTER SUBSCRIPTION ${name} DISABLE; ALTER SUBSCRIPTION ${name} SET (slot_name = NONE); DROP SUBSCRIPTION ${name}`
    changes.push({ side: 'here', what: `drop subscription ${name}`, sql })
  }
  if (slot !== null) {
    const why = slot.lost === null ? 'nobody reads it' : `the peer lost it: ${slot.lost}`
    const sql = `SELECT pg_drop_replication_slot('${slotName(region)}')`
    changes.push({ side: 'peer', what: `drop slot ${slotName(region)} (${why})`, sql })
  }
  return changes
}

function createStream(region: RegionId, connection: string): readonly SubscriptionChange[] {
  const slot = slotName(region)
  return [
    // Not by CREATE SUBSCRIPTION: that waits for the peer's transactions inside one of ours, and when both regions subscribe
    // at once each would wait for the other for ever.
    {
      side: 'peer',
      what: `create slot ${slot}`,
      sql: `SELECT pg_create_logical_replication_slot('${slot}', 'pgoutput', false, false, true)`,
    },
    {
      side: 'here',
      what: `subscribe to ${peerOf(region)} and copy what is there`,
      sql:
        `CREATE SUBSCRIPTION ${subscriptionName(region)} CONNECTION ${literal(connection)} PUBLICATION ${PEER_PUBLICATION} ` +
        `WITH (create_slot = false, slot_name = '${slot}', copy_data = true, ${OPTIONS})`,
    },
  ]
}

function alterStream(state: SubscriptionState, region: RegionId, connection: string): readonly SubscriptionChange[] {
  const name = subscriptionName(region)
  const changes: SubscriptionChange[] = []
  const step = (what: string, clause: string): void => {
    changes.push({ side: 'here', what: `${what} of ${name}`, sql: `ALTER SUBSCRIPTION ${name} ${clause}` })
  }
  const { subscription, slot, published } = state
  if (subscription === null) return []
  if (subscription.connection !== connection) step('set the address', `CONNECTION ${literal(connection)}`)
  if (subscription.origin !== 'none') step('set the origin', 'SET (origin = none)')
  if (subscription.commit !== SYNCHRONOUS_COMMIT)
    step('set the commit', `SET (synchronous_commit = ${literal(SYNCHRONOUS_COMMIT)})`)
  if (!subscription.failover || slot?.failover === false) {
    step('stop the worker', 'DISABLE')
    step('set the failover', 'SET (failover = true)')
    step('start the worker', 'ENABLE')
  } else if (!subscription.enabled) step('start the worker', 'ENABLE')
  const known = new Set(subscription.tables)
  if (published?.length !== known.size || !published.every((table) => known.has(table))) {
    step('renew the tables', 'REFRESH PUBLICATION WITH (copy_data = true)')
  }
  return changes
}

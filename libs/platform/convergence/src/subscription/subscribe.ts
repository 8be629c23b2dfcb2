import type { RegionId } from '@bicoastal/kernel'
import type { SqlConnection } from '../install/sql-connection.js'
import { planSubscription, type SubscriptionChange } from './plan-subscription.js'
import { readSubscriptionState, type SubscriptionState } from './subscription-state.js'

/** The two ends of the stream into a region. */
export interface SubscriptionEnds {
  readonly region: RegionId
  /** The region's own database, as the owner of the tables. */
  readonly here: SqlConnection
  /** The peer's database, as the replication role. */
  readonly peer: SqlConnection
  /** The connection string by which the region's server reaches the peer. */
  readonly peerUrl: string
}

/**
 * What {@link subscribe} would do, without doing it.
 *
 * @throws WrongPeerError | PeerNotReadyError when there is nothing right to subscribe to.
 */
export async function planSubscribe(ends: SubscriptionEnds): Promise<readonly SubscriptionChange[]> {
  return planFrom(await readSubscriptionState(ends.here, ends.peer, ends.region), ends)
}

/** What {@link planSubscribe} says of a state that was read before. */
export function planFrom(
  state: SubscriptionState,
  { region, peerUrl }: Pick<SubscriptionEnds, 'region' | 'peerUrl'>,
): readonly SubscriptionChange[] {
  return planSubscription(state, region, patient(peerUrl))
}

/**
 * Makes a region receive what its peer writes, and keeps to what is there where it is right: a second run changes nothing. The copy of
 * the tables goes on in the background when this returns. Not a transaction: after a failure run it again, it continues.
 *
 * @returns what was changed.
 * @throws WrongPeerError | PeerNotReadyError when there is nothing right to subscribe to.
 */
export async function subscribe(ends: SubscriptionEnds): Promise<readonly SubscriptionChange[]> {
  const changes = await planSubscribe(ends)
  await carryOut(changes, ends)
  return changes
}

/** Takes the planned steps one after the other. */
export async function carryOut(
  changes: readonly SubscriptionChange[],
  sides: Pick<SubscriptionEnds, 'here' | 'peer'>,
): Promise<void> {
  for (const change of changes) await sides[change.side].query(change.sql)
}

/** The server itself gives up no connection that has gone silent before it is established; the network must. */
function patient(url: string): string {
  const changed = new URL(url)
  const settings = { keepalives_idle: '5', keepalives_interval: '2', keepalives_count: '3', tcp_user_timeout: '10000' }
  for (const [name, value] of Object.entries(settings)) {
    if (!changed.searchParams.has(name)) changed.searchParams.set(name, value)
  }
  return changed.href
}

import type { Ends } from '../repair/ends.js'
import { unlessMaintained } from '../subscription/maintenance-lock.js'
import { isPeerNotReadyError } from '../subscription/peer-not-ready.error.js'
import { carryOut, planFrom } from '../subscription/subscribe.js'
import { isDisabledByPerson, readSubscriptionState, subscriptionName } from '../subscription/subscription-state.js'
import { streamLost, subscriptionDisabled } from './faults.js'
import { healIncidents, reportIncident } from './incidents.js'

/** What became of the subscription. */
export type SubscriptionOutcome =
  /** As it should be. */
  | 'sound'
  /** A person disabled it: it is left alone, reported, and its apply worker is nobody's fault. */
  | 'disabled'
  /** Something was changed, or is to be once others let us. */
  | 'changing'
  /** There is nothing to subscribe to yet. */
  | 'not ready'

/**
 * Makes the region receive what its peer writes, unless a person forbade it. A stream whose slot is gone is started anew; the merge of all tables goes on
 * in the background, and the incident is closed when it is done.
 *
 * @throws WrongPeerError when the peer is not the peer; the database's error when a step fails. Run it again.
 */
export async function keepSubscription(ends: Ends, peerUrl: string): Promise<SubscriptionOutcome> {
  try {
    return (await unlessMaintained(ends.here, () => keep(ends, peerUrl))) ?? 'changing'
  } catch (error) {
    if (isPeerNotReadyError(error)) return 'not ready'
    throw error
  }
}

async function keep({ region, here, peer }: Ends, peerUrl: string): Promise<SubscriptionOutcome> {
  const name = subscriptionName(region)
  // Read once: what is planned from a later look would enable what a person disabled in between.
  const state = await readSubscriptionState(here, peer, region)
  if (isDisabledByPerson(state)) {
    await reportIncident(here, subscriptionDisabled(name))
    return 'disabled'
  }
  await healIncidents(here, 'subscription_disabled', name)
  const changes = planFrom(state, { region, peerUrl })
  const steps = changes.map((change) => change.what)
  // Reported before anything is done: a keeper that dies in between leaves no trace of what it began. The very first subscription is no incident.
  const isAnew = state.subscription !== null && steps.some((step) => step.startsWith('drop subscription'))
  if (isAnew) await reportIncident(here, streamLost(name, steps))
  await carryOut(changes, { here, peer })
  return changes.length === 0 ? 'sound' : 'changing'
}

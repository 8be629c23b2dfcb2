import { type Milliseconds, PEER_STATES, type PeerState, seconds } from '@bicoastal/kernel'
import { type Evidence, listenedFor } from './evidence.js'

/** Where each piece of evidence leads from each state. Towards the better only once it has lasted, see {@link advance}. */
export const PEER_TRANSITIONS: Readonly<Record<PeerState, Readonly<Record<Evidence, PeerState>>>> = {
  reachable: { clear: 'reachable', partial: 'suspect', fading: 'suspect', silent: 'suspect' },
  suspect: { clear: 'reachable', partial: 'suspect', fading: 'suspect', silent: 'lost' },
  lost: { clear: 'reachable', partial: 'suspect', fading: 'lost', silent: 'lost' },
}

/** How long better evidence must last before it is believed: a link that comes and goes must not make states do the same. */
export const STEADY_FOR: Milliseconds = seconds(3)

/** What is believed of the peer, and for how long better evidence has been there. */
export interface Belief {
  readonly state: PeerState
  readonly improvingFor: Milliseconds
}

/** Before anything is known. Neither good nor bad news has arrived. */
export const UNKNOWN: Belief = { state: 'suspect', improvingFor: 0 }

/** The belief `elapsed` later, given what is heard now. Worse news is believed at once, one step at a time. */
export function advance(belief: Belief, evidence: Evidence, elapsed: Milliseconds): Belief {
  const next = PEER_TRANSITIONS[belief.state][evidence]
  if (!isBetter(next, belief.state)) return { state: next, improvingFor: 0 }
  const improvingFor = belief.improvingFor + listenedFor(elapsed)
  return improvingFor < STEADY_FOR ? { state: belief.state, improvingFor } : { state: next, improvingFor: 0 }
}

const isBetter = (one: PeerState, other: PeerState): boolean => PEER_STATES.indexOf(one) < PEER_STATES.indexOf(other)

/** What a region can know of its peer. Nobody can tell a dead region from one that is out of sight: `lost` means either. */
export const PEER_STATES = ['reachable', 'suspect', 'lost'] as const

/**
 * `reachable`: heard by every channel a moment ago. `suspect`: not by all of them, or not for a few seconds.
 * `lost`: by none for so long that waiting for it is no use.
 */
export type PeerState = (typeof PEER_STATES)[number]

/** What this region knows of its peer now; asking costs nothing. Where nothing watches the peer, nothing provides this. */
export abstract class PeerObservation {
  abstract readonly state: PeerState
}

import type { Milliseconds } from '@bicoastal/kernel'
import type { NodeObservation } from './node-observation.js'

/** How long commits may wait for a standby that has stopped streaming before the primary goes on alone. */
export const STANDBY_PATIENCE: Milliseconds = 2000

/** What follows from looking at both nodes. */
export interface PairingVerdict {
  /** Commits shall wait for the standby. */
  readonly synchronous: boolean
  /** The standby holds every acknowledged commit and every failover slot of the primary. */
  readonly complete: boolean
}

/** Decides from observations whether the primary waits for its standby, and whether the standby could replace it. */
export class Pairing {
  #streamedAt: Milliseconds
  #verdict: PairingVerdict

  /** `complete`: whether the standby was complete, and commits wait for it, at the monotonic time `now`. */
  constructor(complete: boolean, now: Milliseconds) {
    this.#streamedAt = now
    this.#verdict = { synchronous: complete, complete }
  }

  /**
   * Looks at a fresh observation of the primary and the latest one of the standby. A standby that stops streaming
   * keeps its verdict for {@link STANDBY_PATIENCE}: commits wait for it that long, so it lacks nothing.
   */
  judge(
    primary: NodeObservation,
    standby: NodeObservation | undefined,
    slot: string,
    now: Milliseconds,
  ): PairingVerdict {
    const waitedFor = primary.standbys[slot]
    if (waitedFor !== undefined) {
      this.#streamedAt = now
      this.#verdict = { synchronous: true, complete: waitedFor && this.#holdsSlots(primary, standby) }
    } else if (now - this.#streamedAt > STANDBY_PATIENCE) {
      this.#verdict = { synchronous: false, complete: false }
    }
    return this.#verdict
  }

  #holdsSlots(primary: NodeObservation, standby: NodeObservation | undefined): boolean {
    // Not heard of for a moment: no reason to change one's mind.
    if (!standby) return this.#verdict.complete
    return standby.recovering && primary.failoverSlots.every((slot) => standby.failoverSlots.includes(slot))
  }
}

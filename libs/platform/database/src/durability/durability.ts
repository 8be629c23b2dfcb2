import { type LogPosition, type Milliseconds, seconds } from '@bicoastal/kernel'
import { Injectable } from '@nestjs/common'
import { ObservedPeer } from '../positions/observed-peer.js'
import { Positions } from '../positions/positions.js'
import { PrimaryPositions } from '../positions/primary-positions.js'
import type { DurabilityLevel } from './durability-level.js'

/** How long an acknowledgement waits for the peer's disk: many round trips between any two regions. */
export const DURABILITY_DEADLINE: Milliseconds = seconds(1)

/** A connected peer confirms at least once a second; after this it confirms nothing any more, whatever the connection says. */
const SILENT_AFTER: Milliseconds = seconds(3)

/**
 * Finds out where a committed write is on disk. The commit itself never waits for the peer: one that does
 * (`synchronous_standby_names`) hangs with an unreachable peer, past every timeout, and holds its locks meanwhile.
 */
@Injectable()
export class Durability {
  constructor(
    private readonly positions: Positions,
    private readonly primary: PrimaryPositions,
    private readonly peer: ObservedPeer,
  ) {}

  /**
   * The level that everything committed before `position` of this region's log has reached. Waits for the peer to confirm, at
   * most {@link DURABILITY_DEADLINE}; not at all while the peer is known to be lost, not connected, or silent.
   *
   * @param era the one in which the first of it was begun; the level is `local` when another has come since.
   */
  async reached(position: LogPosition, era: number | undefined): Promise<DurabilityLevel> {
    const { known } = this.primary
    // After a failover the log may have grown past this position again, with something else in it; and the new primary may
    // never have had a commit that was acknowledged before its position was asked for.
    const isSameLog = () => known.era === era
    if (this.peer.isLost || !isSameLog()) return 'local'
    const confirmed = () => isSameLog() && (known.latest?.confirmed ?? 0n) >= position
    const hopeless = () => !isSameLog() || this.#isHopeless()
    return (await this.positions.until(confirmed, DURABILITY_DEADLINE, hopeless)) ? 'global' : 'local'
  }

  #isHopeless(): boolean {
    const { latest } = this.primary.known
    if (this.peer.isLost) return true
    return latest !== undefined && (latest.confirmed === null || this.#isSilent())
  }

  #isSilent(): boolean {
    return this.primary.known.silenceAtPeer(performance.now()) > SILENT_AFTER
  }
}

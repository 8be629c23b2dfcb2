import { RegionConfig } from '@bicoastal/config'
import { LOG_START, type LogPosition, type Milliseconds, type RegionId, peerOf, seconds } from '@bicoastal/kernel'
import { Injectable } from '@nestjs/common'
import { DatabaseUnavailableError } from '../errors/database-unavailable.error.js'
import { SessionMetrics } from '../metrics/session-metrics.js'
import { ObservedPeer } from '../positions/observed-peer.js'
import { Positions } from '../positions/positions.js'
import { PrimaryPositions } from '../positions/primary-positions.js'
import type { RequestSession } from './request-session.js'
import { SessionNotYetVisibleError } from './session-not-yet-visible.error.js'

/** How long a request waits for what its caller has seen; far more than replication takes, little enough to bear. */
export const VISIBILITY_DEADLINE: Milliseconds = 500

/** The peer gives a sign of life every second; after this it makes no sense to wait for what it should send. */
const SILENT_AFTER: Milliseconds = seconds(2.5)

/** What a server must have reached to answer a request. */
export interface Need {
  /** Of this region's log. */
  readonly here: LogPosition
  /** Of the peer's log. */
  readonly peer: LogPosition
}

/** Decides whether the caller of a request sees at least what it has seen before, and waits for that. */
@Injectable()
export class Visibility {
  readonly #region: RegionId
  readonly #peerRegion: RegionId

  constructor(
    config: RegionConfig,
    private readonly positions: Positions,
    private readonly primary: PrimaryPositions,
    private readonly peer: ObservedPeer,
    private readonly metrics: SessionMetrics,
  ) {
    this.#region = config.region
    this.#peerRegion = peerOf(config.region)
  }

  /** What a server must have reached for `session`. */
  need(session: RequestSession): Need {
    const { token } = session
    if (!token) return { here: LOG_START, peer: LOG_START }
    return { here: token.positions[this.#region], peer: token.positions[this.#peerRegion] }
  }

  /**
   * Waits until the region's primary has what the caller has seen. Costs a comparison when it is known to have it. In vain
   * the session becomes stale.
   *
   * @throws SessionNotYetVisibleError in vain, where the caller wants nothing stale.
   * @throws DatabaseUnavailableError when the primary does not say where it is.
   */
  onPrimary(session: RequestSession): Promise<void> | undefined {
    // Before anything is committed: a primary that is replaced afterwards may have taken the commit with it.
    session.era ??= this.primary.known.era
    if (session.stale) return undefined
    const need = this.need(session)
    if (this.#has(need) && !session.unreadable) return undefined
    return this.#await(session, need)
  }

  /**
   * The session is answered from a state that may lack what its caller has seen.
   *
   * @throws SessionNotYetVisibleError where the caller wants nothing stale.
   */
  giveUp(session: RequestSession): void {
    if (session.stale) return
    if (session.demands.strict) {
      this.metrics.refused.inc()
      throw new SessionNotYetVisibleError()
    }
    this.metrics.stale.inc()
    session.stale = true
  }

  async #await(session: RequestSession, need: Need): Promise<void> {
    const met = session.unreadable
      ? false
      : await this.positions.until(
          () => this.#has(need),
          VISIBILITY_DEADLINE,
          () => this.#isHopeless(need),
        )
    if (met) return
    if (this.primary.isAway) throw new DatabaseUnavailableError(new Error('the primary does not answer'))
    const { latest } = this.primary.known
    if (latest && latest.here < need.here) session.beyondLog = true
    this.giveUp(session)
  }

  #has({ here, peer }: Need): boolean {
    const { known } = this.primary
    return known.here >= here && known.peer >= peer
  }

  /** The peer's part is missing and will not come soon, or there is no primary to tell. */
  #isHopeless(need: Need): boolean {
    const { known, isAway } = this.primary
    if (isAway) return true
    if (known.latest === undefined || known.peer >= need.peer) return false
    return this.peer.isLost || known.silenceFromPeer(performance.now()) > SILENT_AFTER
  }
}

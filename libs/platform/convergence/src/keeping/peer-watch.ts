import { peerOf } from '@bicoastal/kernel'
import type { Ends } from '../repair/ends.js'
import { readClockSkew } from './clock-skew.js'
import { clockSkew } from './faults.js'
import { healIncidents, reportIncident } from './incidents.js'
import { readTimeline } from './timeline.js'
import { requestVerification } from './verifications.js'

/** Clocks that are kept by anybody differ by milliseconds. */
const TOLERATED_SECONDS = 2

/** Watches what can make rows wrong without any error: clocks that differ, and promotions, after which the regions are compared. */
export class PeerWatch {
  readonly #timelines = new Map<'here' | 'peer', string>()

  /** One look. Resolves to the seconds by which the peer's clock is ahead. */
  async look(ends: Ends): Promise<number> {
    for (const side of ['here', 'peer'] as const) await this.#watchTimeline(ends, side)
    const skew = await readClockSkew(ends)
    const peer = peerOf(ends.region)
    if (Math.abs(skew) > TOLERATED_SECONDS) await reportIncident(ends.here, clockSkew(peer, skew))
    else await healIncidents(ends.here, 'clock_skew', peer)
    return skew
  }

  async #watchTimeline(ends: Ends, side: 'here' | 'peer'): Promise<void> {
    const timeline = await readTimeline(ends[side])
    const before = this.#timelines.get(side)
    this.#timelines.set(side, timeline)
    if (before === undefined || before === timeline) return
    // A standby that was promoted without having had everything may lack what the peer was told of.
    const region = side === 'here' ? ends.region : peerOf(ends.region)
    await requestVerification(ends.here, { reason: `failover in ${region}`, repairs: true })
  }
}

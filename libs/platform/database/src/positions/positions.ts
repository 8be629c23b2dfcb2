import { setTimeout as delay } from 'node:timers/promises'
import type { LogPosition, Milliseconds } from '@bicoastal/kernel'
import { Injectable } from '@nestjs/common'
import { PeerNotCaughtUpError } from './peer-not-caught-up.error.js'
import { PrimaryPositions } from './primary-positions.js'

/** Between two looks at a position that is awaited; replication takes a fraction of a millisecond, a round trip some. */
const SHORTEST_PAUSE: Milliseconds = 1
const LONGEST_PAUSE: Milliseconds = 20

/** Log positions of this region, to tell the peer of and to wait for: the clock of everything both regions agree on. */
@Injectable()
export class Positions {
  constructor(private readonly primary: PrimaryPositions) {}

  /**
   * A position of this region's log before which everything lies that was committed before the call, by whomever.
   *
   * @throws DatabaseUnavailableError when the primary does not answer.
   */
  committed(): Promise<LogPosition> {
    return this.primary.committed()
  }

  /**
   * Resolves when everything that the peer committed before `position` of its log is visible on this region's primary.
   *
   * @param deadline how long to wait at most, in milliseconds.
   * @throws PeerNotCaughtUpError when it is not in time, also because this region's primary does not answer.
   */
  async awaitFromPeer(position: LogPosition, deadline: Milliseconds): Promise<void> {
    const arrived = () => this.primary.known.peer >= position
    if (!(await this.until(arrived, deadline))) throw new PeerNotCaughtUpError(position, deadline)
  }

  /**
   * Looks at the primary until `met` holds of what is known. True as soon as it does, also without a look; false when
   * `deadline` has passed, or `hopeless` holds after a look. A primary that does not answer is asked again.
   */
  async until(met: () => boolean, deadline: Milliseconds, hopeless: () => boolean = () => false): Promise<boolean> {
    const giveUpAt = performance.now() + deadline
    for (let pause = SHORTEST_PAUSE; ; pause = Math.min(LONGEST_PAUSE, pause * 1.5)) {
      if (met()) return true
      const left = giveUpAt - performance.now()
      if (left <= 0) return false
      await this.#look(left)
      if (met()) return true
      if (hopeless()) return false
      await delay(Math.min(pause, Math.max(0, giveUpAt - performance.now())))
    }
  }

  /** One look, no longer than `left`. What is learnt is known; what fails is tried again. */
  async #look(left: Milliseconds): Promise<void> {
    const given = new AbortController()
    const looked = this.primary.measure().catch(() => undefined)
    await Promise.race([looked, delay(left, undefined, { signal: given.signal }).catch(() => undefined)])
    given.abort()
  }
}

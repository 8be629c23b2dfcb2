import type { LogPosition, Milliseconds } from '@bicoastal/kernel'
import type { RegionPositions } from './region-positions.js'

/** The log up to `here` contains everything of the peer up to `peer`. */
interface Milestone {
  readonly at: Milliseconds
  readonly here: LogPosition
  readonly peer: LogPosition
}

/** With {@link SPACING} enough for some seconds; older ones say no more than "long since". */
const MILESTONES = 64
/** Milestones closer together than this are one: somebody who waits asks every millisecond. */
const SPACING: Milliseconds = 50

/**
 * What this process knows of where the primary stands. Everything here is a lower bound, because positions only grow; it
 * is forgotten when the connection breaks, because another server may answer next.
 */
export class KnownPositions {
  #milestones: Milestone[] = []
  #latest: RegionPositions | undefined
  #peer: LogPosition = 0n
  #here: LogPosition = 0n
  #era = 0
  #heardAt: Milliseconds = 0
  #repliedAt: Milliseconds = 0

  /** The last answer, if the server that gave it may still be the primary. */
  get latest(): RegionPositions | undefined {
    return this.#latest
  }

  /** What of this region's log is certainly on the primary's disk. */
  get here(): LogPosition {
    return this.#here
  }

  /** Grows whenever everything is forgotten. */
  get era(): number {
    return this.#era
  }

  /** What of the peer's log is certainly visible on the primary. */
  get peer(): LogPosition {
    return this.#peer
  }

  /** Takes an answer that came at `now`. Of two answers the one with less is the older, whichever came first. */
  learn(positions: RegionPositions, now: Milliseconds): void {
    const before = this.#latest
    if (before && positions.here < before.here) return
    if (positions.heard !== before?.heard) this.#heardAt = now
    if (positions.replied !== before?.replied) this.#repliedAt = now
    this.reached(positions.here)
    this.#latest = positions
    // A worker that has begun to commit the next transaction has finished the one before.
    const finished = (positions.applying ?? 0n) > (before?.applying ?? 0n) ? (before?.applying ?? 0n) : 0n
    for (const visible of [finished, positions.peer ?? 0n]) if (visible > this.#peer) this.#peer = visible
    const [earlier, last] = this.#milestones.slice(-2)
    if (earlier && last && last.at - earlier.at < SPACING) this.#milestones.pop()
    this.#milestones.push({ at: now, here: positions.here, peer: this.#peer })
    if (this.#milestones.length > MILESTONES) this.#milestones.shift()
  }

  /** The primary's log is on disk up to `here`, as an answer says that tells nothing else. */
  reached(here: LogPosition): void {
    if (here > this.#here) this.#here = here
  }

  /** Forgets what another server, which may answer next, has perhaps not reached. */
  forget(): void {
    this.#era += 1
    this.#latest = undefined
    this.#here = 0n
    this.#peer = 0n
    // Where the log ended stays known: it is what a replica should have reached, whoever the primary is.
    this.#milestones = this.#milestones.slice(-1).map((last) => ({ ...last, peer: 0n }))
  }

  /** A local position by which everything of the peer up to `peer` is contained in the log; `undefined` where none is known. */
  localFor(peer: LogPosition): LogPosition | undefined {
    return this.#milestones.find((milestone) => milestone.peer >= peer)?.here
  }

  /** The end of the log as it was known `age` ago, or the oldest that is known; `undefined` before the first answer. */
  hereBefore(age: Milliseconds, now: Milliseconds): LogPosition | undefined {
    return (this.#milestones.findLast((milestone) => now - milestone.at >= age) ?? this.#milestones[0])?.here
  }

  /** How long nothing of the peer's log has arrived, as far as the answers tell. */
  silenceFromPeer(now: Milliseconds): Milliseconds {
    return now - this.#heardAt
  }

  /** How long the peer's subscription has confirmed nothing, as far as the answers tell. */
  silenceAtPeer(now: Milliseconds): Milliseconds {
    return now - this.#repliedAt
  }
}

import { type LogPosition, parsePosition } from '@bicoastal/kernel'

/** Where the region's primary stands, as of one moment. Positions only grow while the server lives. */
export interface RegionPositions {
  /** The end of this region's log on disk: everything acknowledged before lies before it. */
  readonly here: LogPosition
  /** What of the peer's log is applied and visible here; `null` while that cannot be said, as during a first copy. */
  readonly peer: LogPosition | null
  /** As `peer`, with the transaction that is just being committed. */
  readonly applying: LogPosition | null
  /** Changes with every message of the peer's log that arrives: compare for equality only. */
  readonly heard: string | null
  /** What of our log the peer has on disk; `null` while it is not connected or copies tables. */
  readonly confirmed: LogPosition | null
  /** Changes with every sign of life that the peer's subscription gives. By the peer's clock: compare for equality only. */
  readonly replied: string | null
  /** What of our log the relay has told the cache of. */
  readonly relayed: LogPosition | null
}

/** A row of `convergence.positions()` as pg gives it. */
export interface PositionsRow {
  readonly here: string | null
  readonly peer: string | null
  readonly applying: string | null
  readonly heard: string | null
  readonly confirmed: string | null
  readonly replied: string | null
  readonly relayed: string | null
  readonly standby: boolean
}

/** Reads `row`. @throws RangeError when a value is no log position. */
export function readPositions(row: PositionsRow): RegionPositions {
  const { here, peer, applying, confirmed, relayed, heard, replied } = row
  return {
    here: parsePosition(here ?? ''),
    peer: positionOrNull(peer),
    applying: positionOrNull(applying),
    confirmed: positionOrNull(confirmed),
    relayed: positionOrNull(relayed),
    heard,
    replied,
  }
}

const positionOrNull = (text: string | null): LogPosition | null => (text === null ? null : parsePosition(text))

import { BicoastalError, type RegionId } from '@bicoastal/kernel'

/** The peer had new columns first, and what was written to them there has not arrived: nothing may be written to them here. */
export class PeerAheadError extends BicoastalError {
  readonly code = 'peer_ahead'
  readonly advice =
    "Do not start programs that write to these columns here. Run this again; when that does not help, look at the peer's keeper and at the incidents of this region."

  constructor(peer: RegionId, columns: readonly string[]) {
    super(`${peer} was first with new columns, and what it wrote to them is still on its way: ${columns.join(', ')}.`)
  }
}

/** True when `error` says that the peer has to be waited for. */
export function isPeerAheadError(error: unknown): error is PeerAheadError {
  return error instanceof PeerAheadError
}

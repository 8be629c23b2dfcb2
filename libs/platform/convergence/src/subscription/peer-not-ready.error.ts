import { BicoastalError, type RegionId } from '@bicoastal/kernel'

/** The peer answers, but cannot be subscribed to yet. Trying again later may help. */
export class PeerNotReadyError extends BicoastalError {
  readonly code = 'peer_not_ready'

  constructor(
    peer: RegionId,
    reason: string,
    readonly advice: string,
  ) {
    super(`This region cannot receive the writes of ${peer} yet: ${reason}`)
  }
}

/** True when `error` says that the peer cannot be subscribed to yet. */
export function isPeerNotReadyError(error: unknown): error is PeerNotReadyError {
  return error instanceof PeerNotReadyError
}

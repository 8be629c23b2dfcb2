import { BicoastalError, type LogPosition, type Milliseconds, formatPosition } from '@bicoastal/kernel'

/** What the peer has committed did not arrive here in time. */
export class PeerNotCaughtUpError extends BicoastalError {
  readonly code = 'peer_not_caught_up'
  readonly advice =
    'Try again later, or go on without; look at the lag of replication and at the link between the regions.'
  /** The HTTP status that says the same. */
  readonly status = 503
  /** Whole seconds after which a caller may try again. */
  readonly retryAfter = 1

  constructor(position: LogPosition, deadline: Milliseconds) {
    super(`The peer's log up to ${formatPosition(position)} was not applied here within ${deadline} ms.`)
  }
}

/** True when the peer's changes did not arrive in time. */
export function isPeerNotCaughtUpError(error: unknown): error is PeerNotCaughtUpError {
  return error instanceof PeerNotCaughtUpError
}

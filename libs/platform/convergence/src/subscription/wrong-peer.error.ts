import { BicoastalError, type RegionId } from '@bicoastal/kernel'

/** The peer's address leads to a database of another region, or to this one. */
export class WrongPeerError extends BicoastalError {
  readonly code = 'wrong_peer'
  readonly advice = 'Correct PEER_DATABASE_URL, and REGION on both sides; nothing has been changed.'

  constructor(peer: RegionId, found: number | null) {
    super(
      `The peer's address should lead to ${peer}, but the database there says that it is region number ${found}. ` +
        'A region that subscribes to itself or to a stranger would merge rows that are not its own.',
    )
  }
}

/** True when `error` says that the peer's address leads elsewhere. */
export function isWrongPeerError(error: unknown): error is WrongPeerError {
  return error instanceof WrongPeerError
}

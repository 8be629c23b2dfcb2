import { httpProblem } from '@bicoastal/http'

/** A route between the regions was called by someone who is not the peer. */
export class PeerOnlyError extends httpProblem({
  code: 'peer_only',
  status: 403,
  title: 'Only the other region may call this',
  advice: 'There is nothing here for callers. Between regions: check that both have the same PEER_SECRET.',
}) {
  constructor() {
    super('This route is for the other region only.')
  }
}

/** True when someone who is not the peer called a route between the regions. */
export function isPeerOnlyError(error: unknown): error is PeerOnlyError {
  return error instanceof PeerOnlyError
}

import { httpProblem } from '@bicoastal/http'

/** A region was told to go while nobody could take its callers. */
export class PeerCannotTakeOverError extends httpProblem({
  code: 'peer_cannot_take_over',
  status: 409,
  title: 'The other region cannot take over',
  advice:
    'Bring the other region back first. To go all the same, and leave callers without a region, send {"force": true}.',
}) {
  /** @param reason completes "The other region ". */
  constructor(reason: string) {
    super(`The other region ${reason}, so the callers of this one would have nowhere to go.`)
  }
}

/** True when a switch was refused because the peer could not take over. */
export function isPeerCannotTakeOverError(error: unknown): error is PeerCannotTakeOverError {
  return error instanceof PeerCannotTakeOverError
}

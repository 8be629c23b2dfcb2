import { httpProblem } from '@bicoastal/http'

/** The peer understood a request and refused it: asking again changes nothing. */
export class PeerRefusedError extends httpProblem({
  code: 'peer_refused',
  status: 502,
  title: 'The other region refused',
  advice: "See detail for the peer's reason; after a deployment check that both regions have the same PEER_SECRET.",
}) {
  /**
   * @param peerStatus the status of the peer's answer.
   * @param peerCode the stable code of its problem, such as `peer_only`; `undefined` when it sent none.
   */
  constructor(
    readonly peerStatus: number,
    readonly peerCode: string | undefined,
  ) {
    super(`The other region refused the request (${peerStatus}${peerCode === undefined ? '' : `, ${peerCode}`}).`)
  }
}

/** True when the peer refused a request. */
export function isPeerRefusedError(error: unknown): error is PeerRefusedError {
  return error instanceof PeerRefusedError
}

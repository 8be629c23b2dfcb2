import { httpProblem } from '@bicoastal/http'

/** The peer region gave no usable answer in time. Whether it did what it was asked to is unknown. */
export class PeerUnreachableError extends httpProblem({
  code: 'peer_unreachable',
  status: 503,
  title: 'The other region does not answer',
  advice: 'Repeat the request after the time in retry-after. What needs only one region goes on working.',
  retryAfter: 1,
}) {
  /** @param reason completes "The other region did not answer: ". */
  constructor(reason: string, cause?: unknown) {
    super(`The other region did not answer: ${reason}.`, { cause })
  }
}

/** True when the peer gave no usable answer; it may or may not have acted. */
export function isPeerUnreachableError(error: unknown): error is PeerUnreachableError {
  return error instanceof PeerUnreachableError
}

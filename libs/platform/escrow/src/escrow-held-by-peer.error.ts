import { httpProblem } from '@bicoastal/http'
import { type Shortage, nameOf } from './shortage.js'

/** This region has not enough, and the other one, which may have, cannot be asked. Nothing was spent. */
export class EscrowHeldByPeerError extends httpProblem({
  code: 'escrow_held_by_peer',
  status: 503,
  title: 'What is left may be held by the other region, which cannot be asked',
  advice: 'Spend less, or repeat the request after the time in retry-after: nothing was spent.',
  retryAfter: 5,
}) {
  constructor(
    readonly shortages: readonly Shortage[],
    cause?: unknown,
  ) {
    const names = shortages.map(({ escrow }) => nameOf(escrow)).join(', ')
    super(`This region has not enough left of ${names}, and the other one cannot be asked.`, { cause })
  }
}

/** True when the other region could not be asked for what this one lacks. */
export function isEscrowHeldByPeerError(error: unknown): error is EscrowHeldByPeerError {
  return error instanceof EscrowHeldByPeerError
}

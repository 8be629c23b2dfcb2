import { httpProblem } from '@bicoastal/http'

/** Others spent what was handed over before this one could, several times. Nothing was spent. */
export class EscrowContendedError extends httpProblem({
  code: 'escrow_contended',
  status: 503,
  title: 'Too many spend the same at once',
  advice: 'Repeat the request after the time in retry-after: nothing was spent.',
  retryAfter: 1,
}) {
  constructor() {
    super('What the other region handed over was spent by others first.')
  }
}

/** True when others were faster, several times. */
export function isEscrowContendedError(error: unknown): error is EscrowContendedError {
  return error instanceof EscrowContendedError
}

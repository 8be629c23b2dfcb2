import { httpProblem } from '@bicoastal/http'

/** Nothing has been granted to the escrow yet. */
export class EscrowNotFoundError extends httpProblem({
  code: 'escrow_not_found',
  status: 404,
  title: 'There is no such escrow',
  advice: 'Grant something first; what the other region granted a moment ago may not have arrived here yet.',
}) {
  constructor(key: string) {
    super(`Nothing has been granted to the escrow ${key}.`)
  }
}

/** True when nothing had ever been granted to an escrow. */
export function isEscrowNotFoundError(error: unknown): error is EscrowNotFoundError {
  return error instanceof EscrowNotFoundError
}

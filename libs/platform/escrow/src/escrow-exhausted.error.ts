import { httpProblem } from '@bicoastal/http'
import { type Shortage, nameOf } from './shortage.js'

/** Both regions together have not as much as was to be spent. */
export class EscrowExhaustedError extends httpProblem({
  code: 'escrow_exhausted',
  status: 409,
  title: 'There is not as much left',
  advice: 'Spend less, or wait until more is granted.',
}) {
  constructor(readonly shortages: readonly Shortage[]) {
    super(`Neither region has enough left of ${shortages.map(({ escrow }) => nameOf(escrow)).join(', ')}.`)
  }
}

/** True when both regions were asked and have not enough. */
export function isEscrowExhaustedError(error: unknown): error is EscrowExhaustedError {
  return error instanceof EscrowExhaustedError
}

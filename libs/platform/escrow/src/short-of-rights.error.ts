import { BicoastalError } from '@bicoastal/kernel'
import { type Shortage, nameOf } from './shortage.js'

/** A transaction wants to spend more than this region has the right to. Thrown by the work of `EscrowSpending.run`, which sees to it. */
export class ShortOfRightsError extends BicoastalError {
  readonly code = 'short_of_rights'
  readonly advice = 'Run the transaction by EscrowSpending.run, which asks the other region for rights and repeats it.'

  constructor(readonly shortages: readonly Shortage[]) {
    const each = shortages.map(({ escrow, missing }) => `${missing} of ${nameOf(escrow)}`)
    super(`This region has not the right to spend so much; it lacks ${each.join(', ')}.`)
  }
}

/** True when a transaction wanted to spend more than this region has the right to. */
export function isShortOfRightsError(error: unknown): error is ShortOfRightsError {
  return error instanceof ShortOfRightsError
}

import type { EscrowReference } from './escrow-reference.js'

/** What is missing here for a spending. */
export interface Shortage {
  readonly escrow: EscrowReference
  /** How much more than this region has the right to; above 0. */
  readonly missing: number
}

/** The name of an escrow, for comparisons and messages. */
export function nameOf({ table, column, key }: EscrowReference): string {
  return [table, column, ...key].join('/')
}

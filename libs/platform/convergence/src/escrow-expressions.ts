import { REGION_NUMBERS, type RegionId } from '@bicoastal/kernel'
import type { ReplicatedTable } from './model/replicated-table.js'
import { escrowParts } from './policies/escrow.js'
import { handedOver } from './sql/escrow-functions.js'
import { identifier } from './sql/identifier.js'

export { ESCROW_EXCEEDED } from './sql/escrow-functions.js'

/** SQL over one escrow column of a table, for rows found under an alias. */
export interface EscrowExpressions {
  /** `bigint`: what `region` may spend without asking anybody. */
  rights(region: RegionId): string
  /** `bigint`: what `from` has handed to `to` since the row exists; it only grows. */
  handedOver(from: RegionId, to: RegionId): string
  /**
   * An assignment for `UPDATE ... SET`: hands `quantity` (an SQL expression) of the own region's rights to `to`. More than it holds fails
   * with SQLSTATE {@link ESCROW_EXCEEDED}.
   */
  handOver(to: RegionId, quantity: string): string
}

/**
 * The SQL of an escrow column.
 *
 * @throws RangeError when the column does not merge as an escrow.
 */
export function escrowExpressions(table: ReplicatedTable, column: string, alias: string): EscrowExpressions {
  if (!escrowColumns(table).includes(column)) {
    throw new RangeError(`The column "${column}" of ${table.name} does not merge as escrow().`)
  }
  const name = identifier(escrowParts(column))
  const parts = `${alias}.${name}`
  return {
    rights: (region) => `convergence.escrow_rights(${parts}, ${REGION_NUMBERS[region]})`,
    handedOver: (from, to) => handedOver(parts, from, to),
    handOver: (to, quantity) => `${name} = convergence.escrow_hand_over(${parts}, ${REGION_NUMBERS[to]}, ${quantity})`,
  }
}

/** The columns of a table that merge as escrow, by name. */
export function escrowColumns(table: ReplicatedTable): readonly string[] {
  return table.units.filter((unit) => unit.policy === 'escrow').map((unit) => unit.name)
}

import { type ReplicatedTable, escrowColumns, escrowExpressions } from '@bicoastal/convergence'
import { type RegionId, peerOf } from '@bicoastal/kernel'

/** The SQL of one escrow column, as seen from one region. */
export interface EscrowStatements {
  readonly standing: string
  readonly lock: string
  readonly handOver: string
  readonly spend: string
}

/** The statements of every escrow column of `table`, by column. */
export function escrowStatements(table: ReplicatedTable, own: RegionId): ReadonlyMap<string, EscrowStatements> {
  return new Map(escrowColumns(table).map((column) => [column, statementsOf(table, column, own)]))
}

function statementsOf(table: ReplicatedTable, column: string, own: RegionId): EscrowStatements {
  const relation = `"${table.schema}"."${table.name}" AS entry`
  const found = table.key.map(({ name }, index) => `entry."${name}" = $${index + 1}`).join(' AND ')
  const peer = peerOf(own)
  const { rights, handOver } = escrowExpressions(table, column, 'entry')
  const shown = `entry."${column}"::bigint AS available, ${rights(own)} AS here, ${rights(peer)} AS peer`
  return {
    standing: `
      -- In: the primary key, column by column. Out: what is left, and whose it is; none where there is no row.
      SELECT ${shown} FROM ${relation} WHERE ${found}`,
    lock: `
      -- In: the primary key. Out: the same; nobody else changes the row until the transaction ends.
      SELECT ${shown} FROM ${relation} WHERE ${found} FOR UPDATE`,
    handOver: `
      -- In: the primary key, then how much. Out: the same, after the hand-over to the peer.
      -- Invariant: what both regions have together stays the same; more than this region has is refused by the stamp trigger.
      UPDATE ${relation} SET ${handOver(peer, `$${table.key.length + 1}::bigint`)} WHERE ${found} RETURNING ${shown}`,
    spend: `
      -- In: the primary key, then how much. Out: the standing after it; none, and nothing spent, where this region has not the right to so much.
      UPDATE ${relation} SET "${column}" = entry."${column}" - $${table.key.length + 1}::bigint
      WHERE ${found} AND ${rights(own)} >= $${table.key.length + 1}::bigint
      RETURNING ${shown}`,
  }
}

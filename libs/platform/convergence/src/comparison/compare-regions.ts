import type { SqlConnection } from '../install/sql-connection.js'
import type { ReplicatedTable } from '../model/replicated-table.js'
import { comparandOf } from './comparands.js'
import { compareTable } from './compare-table.js'
import { describeRows, type RowDifference } from './describe-rows.js'
import { inSnapshot } from './in-snapshot.js'
import type { Sides } from './sides.js'

/** What the comparison of two regions found. */
export interface RegionComparison {
  readonly equal: boolean
  /** Rows compared, by table: those of the region that has more. */
  readonly rows: ReadonlyMap<string, number>
  /** How many rows differ, in all tables. */
  readonly differing: number
  /** The first of them in full, at most {@link NAMED_DIFFERENCES} per table. */
  readonly differences: readonly RowDifference[]
}

/** Rows of a table that are described in full when they differ. */
export const NAMED_DIFFERENCES = 20

/**
 * Compares tables of two regions, all columns that travel, bookkeeping included, whatever the order of the rows. Only digests travel,
 * and the rows that differ. Each side is read at one moment of its own: while the regions are being written to, or have not
 * yet exchanged everything, they do differ; `verifyRegions` knows the difference.
 *
 * @param east one connection each (not a pool), outside a transaction, with the right to read the tables.
 */
export async function compareRegions(
  east: SqlConnection,
  west: SqlConnection,
  tables: readonly ReplicatedTable[],
): Promise<RegionComparison> {
  return await inSnapshot(east, () => inSnapshot(west, () => compare({ east, west }, tables)))
}

async function compare(sides: Sides, tables: readonly ReplicatedTable[]): Promise<RegionComparison> {
  const rows = new Map<string, number>()
  const differences: RowDifference[] = []
  let differing = 0
  for (const table of tables) {
    const comparand = await comparandOf(sides, table)
    if (comparand === null) continue
    const compared = await compareTable(sides, comparand, NAMED_DIFFERENCES)
    rows.set(table.name, Math.max(compared.rows.east, compared.rows.west))
    differing += compared.differing
    const keys = compared.kept.map((row) => row.key)
    differences.push(...(await describeRows(sides, comparand, keys)))
  }
  return { equal: differing === 0, rows, differing, differences }
}

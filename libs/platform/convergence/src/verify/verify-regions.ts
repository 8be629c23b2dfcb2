import type { Milliseconds } from '@bicoastal/kernel'
import { comparandOf } from '../comparison/comparands.js'
import { compareTable, type TableComparison } from '../comparison/compare-table.js'
import { describeRows } from '../comparison/describe-rows.js'
import type { RowDifference } from '../comparison/describe-rows.js'
import { inSnapshot } from '../comparison/in-snapshot.js'
import type { RowKey } from '../comparison/row-text.js'
import type { Sides } from '../comparison/sides.js'
import type { ReplicatedTable } from '../model/replicated-table.js'
import { type FutureRow, readFutureRows } from './future-rows.js'
import { settle, type Settled, type Suspects } from './settle.js'
import type { TableVerification, Verification } from './verification.js'

/** How {@link verifyRegions} goes about it. */
export interface VerifyOptions {
  /** How long a region may take to apply what the other has written. */
  readonly patience: Milliseconds
  /** Told every row that differs, batch by batch, before it is described; a repair hooks in here. */
  readonly onDiffering?: (table: ReplicatedTable, keys: readonly RowKey[]) => Promise<void>
}

/** Rows of one table that are followed up; of a table that differs in more, the rest is counted only. */
const MOST_SUSPECTS = 10_000
const MOST_DESCRIBED = 20

/**
 * Compares two regions that are being written to, and reports a row only when it differs for good: in-flight changes are never taken for differences.
 * Reads each table once in each region, in a snapshot of its own; memory is bounded.
 *
 * @param sides outside a transaction. `hashtextextended` must mean the same on both servers: same byte order, same encoding.
 * @throws PositionNotReachedError when a region does not apply what it is sent, so that nothing can be said.
 */
export async function verifyRegions(
  sides: Sides,
  tables: readonly ReplicatedTable[],
  { patience, onDiffering }: VerifyOptions,
): Promise<Verification> {
  const startedAt = performance.now()
  const compared = new Map<ReplicatedTable, TableComparison>()
  const suspects: Suspects[] = []
  const future: FutureRow[] = []
  const skipped: string[] = []
  for (const table of tables) {
    const comparand = await comparandOf(sides, table)
    if (comparand === null) {
      skipped.push(table.name)
      continue
    }
    const comparison = await inSnapshots(sides, () => compareTable(sides, comparand, MOST_SUSPECTS))
    compared.set(table, comparison)
    suspects.push({ comparand, rows: comparison.kept })
    future.push(...(await readFutureRows(sides, table)))
  }
  const settled = await settle(sides, suspects, patience)
  const differences: RowDifference[] = []
  for (const { comparand, differing } of settled) {
    if (differing.length === 0) continue
    const keys = differing.map((row) => row.key)
    const described = keys.slice(0, MOST_DESCRIBED)
    differences.push(...(await inSnapshots(sides, () => describeRows(sides, comparand, described))))
    await onDiffering?.(comparand.table, keys)
  }
  const verified = settled.map((each) => summarise(each, compared.get(each.comparand.table)))
  return {
    equal: skipped.length === 0 && verified.every((table) => table.differing === 0),
    tables: verified,
    skipped,
    differences,
    future,
    milliseconds: Math.round(performance.now() - startedAt),
  }
}

function summarise(settled: Settled, comparison: TableComparison | undefined): TableVerification {
  const { comparand, differing, unsettled } = settled
  // Rows beyond those that were followed up: if not one of so many settled, they do not either.
  const beyond = (comparison?.differing ?? 0) - (comparison?.kept.length ?? 0)
  return {
    table: comparand.table.name,
    rows: comparison?.rows ?? { east: 0, west: 0 },
    differing: differing.length,
    unsettled: unsettled.length + beyond,
  }
}

async function inSnapshots<T>({ east, west }: Sides, work: () => Promise<T>): Promise<T> {
  return await inSnapshot(east, () => inSnapshot(west, work))
}

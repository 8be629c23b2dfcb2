import { type Comparand, differingBuckets, readBucketDigests } from './bucket-digests.js'
import { type DifferingRow, differingRows } from './differing-rows.js'
import { readRowDigests } from './row-digests.js'
import type { Sides } from './sides.js'

/** What comparing one table found. */
export interface TableComparison {
  readonly rows: { readonly east: number; readonly west: number }
  /** How many rows differ. */
  readonly differing: number
  /** The first of them, at most as many as were asked for. */
  readonly kept: readonly DifferingRow[]
}

/**
 * Compares a table bucket by bucket and, in buckets that differ, row by row. Memory does not grow with the table, nor with how much
 * differs. Both sides must be in a transaction of their own.
 */
export async function compareTable(sides: Sides, comparand: Comparand, keep: number): Promise<TableComparison> {
  const [east, west] = await Promise.all([
    readBucketDigests(sides.east, comparand),
    readBucketDigests(sides.west, comparand),
  ])
  const buckets = differingBuckets(east, west)
  const rows = { east: east.rows, west: west.rows }
  if (buckets.length === 0) return { rows, differing: 0, kept: [] }
  const kept: DifferingRow[] = []
  let differing = 0
  const streams = [sides.east, sides.west].map((side) => readRowDigests(side, comparand, buckets)) as [
    ReturnType<typeof readRowDigests>,
    ReturnType<typeof readRowDigests>,
  ]
  for await (const row of differingRows(...streams)) {
    differing += 1
    if (kept.length < keep) kept.push(row)
  }
  return { rows, differing, kept }
}

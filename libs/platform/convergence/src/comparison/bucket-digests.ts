import type { SqlConnection } from '../install/sql-connection.js'
import type { ReplicatedTable } from '../model/replicated-table.js'
import { qualified } from '../sql/identifier.js'
import { keyText, rowText } from './row-text.js'

/** What of a table is compared. The same on both sides. */
export interface Comparand {
  readonly table: ReplicatedTable
  /** Columns that both regions send each other, bookkeeping included. */
  readonly columns: readonly string[]
  /** A power of two. */
  readonly buckets: number
}

const FEWEST_BUCKETS = 64
const MOST_BUCKETS = 16_384
const ROWS_A_BUCKET = 256

/** How many buckets a table of about so many rows is spread over: bounded, whatever the table's size. */
export function bucketsFor(rows: number): number {
  const wanted = 2 ** Math.ceil(Math.log2(Math.max(1, rows / ROWS_A_BUCKET)))
  return Math.min(MOST_BUCKETS, Math.max(FEWEST_BUCKETS, wanted))
}

/** SQL: the bucket of a row. The hash is the one of hash partitioning, which no release of PostgreSQL may change. */
export const bucketOf = ({ table, buckets }: Comparand): string =>
  `(hashtextextended(${keyText(table)} COLLATE "C", 0) & ${buckets - 1})::integer`

/** What one side holds, bucket by bucket. */
export interface BucketDigests {
  readonly rows: number
  /** Digests of the buckets that are not empty. */
  readonly buckets: ReadonlyMap<number, string>
}

/** Digests of a table's buckets, computed in the database in one scan. The order of the rows does not matter: their hashes are summed up. */
export async function readBucketDigests(connection: SqlConnection, comparand: Comparand): Promise<BucketDigests> {
  const { table, columns } = comparand
  const { rows } = await connection.query(
    `SELECT ${bucketOf(comparand)} AS bucket, count(*)::text AS rows, sum(hashtextextended(${rowText(columns)} COLLATE "C", 1))::text AS digest
       FROM ${qualified(table.schema, table.name)} GROUP BY 1`,
  )
  const buckets = rows.map((row) => [row['bucket'] as number, `${row['rows']}:${row['digest']}`] as const)
  return { rows: rows.reduce((total, row) => total + Number(row['rows']), 0), buckets: new Map(buckets) }
}

/** Buckets whose digests differ, or that only one side has. */
export function differingBuckets(one: BucketDigests, other: BucketDigests): readonly number[] {
  const all = new Set([...one.buckets.keys(), ...other.buckets.keys()])
  return [...all].filter((bucket) => one.buckets.get(bucket) !== other.buckets.get(bucket))
}

import { createHash } from 'node:crypto'
import type { RegionId } from '@bicoastal/kernel'
import type { SqlConnection } from '../install/sql-connection.js'
import { replicatedColumnNames } from '../model/bookkeeping.js'
import type { ReplicatedTable } from '../model/replicated-table.js'
import { differingKeys } from './differing-keys.js'
import { readDigests, readRows } from './read-rows.js'

/** A column that holds different values, as text; `null` for NULL, long ones cut. */
export interface ColumnDifference {
  readonly column: string
  readonly east: string | null
  readonly west: string | null
}

/** A row that is not the same in both regions. */
export interface RowDifference {
  readonly table: string
  /** The primary key as PostgreSQL writes a row: `(k1)`. */
  readonly key: string
  /** The region that lacks the row; `null` when both have it. */
  readonly missingIn: RegionId | null
  /** What differs where both have the row, bookkeeping columns included. */
  readonly columns: readonly ColumnDifference[]
}

/** What the comparison of two regions found. */
export interface RegionComparison {
  readonly equal: boolean
  /** Rows compared, by table. */
  readonly rows: ReadonlyMap<string, number>
  /** How many rows differ, in all tables. */
  readonly differing: number
  /** The first of them in full, at most {@link NAMED_DIFFERENCES} per table. */
  readonly differences: readonly RowDifference[]
}

/** Rows of a table that are described in full when they differ. */
export const NAMED_DIFFERENCES = 20

/**
 * Compares tables of two regions row by row, all columns, bookkeeping included, whatever the order of the rows. Only digests of rows travel,
 * and the rows that differ. Each side is read at one moment of its own: while the regions are being written to, or have not
 * yet exchanged everything, they do differ; compare again.
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

async function compare(
  sides: Readonly<Record<RegionId, SqlConnection>>,
  tables: readonly ReplicatedTable[],
): Promise<RegionComparison> {
  const rows = new Map<string, number>()
  const differences: RowDifference[] = []
  let differing = 0
  for (const table of tables) {
    const [east, west] = await Promise.all([readDigests(sides.east, table), readDigests(sides.west, table)])
    const keys = differingKeys(east, west)
    rows.set(table.name, new Set([...east.keys(), ...west.keys()]).size)
    differing += keys.length
    if (keys.length > 0) differences.push(...(await describe(sides, table, keys.slice(0, NAMED_DIFFERENCES))))
  }
  return { equal: differing === 0, rows, differing, differences }
}

async function describe(
  sides: Readonly<Record<RegionId, SqlConnection>>,
  table: ReplicatedTable,
  keys: readonly string[],
): Promise<readonly RowDifference[]> {
  const [east, west] = await Promise.all([readRows(sides.east, table, keys), readRows(sides.west, table, keys)])
  return keys.map((key) => {
    const inEast = east.get(key)
    const inWest = west.get(key)
    if (inEast === undefined || inWest === undefined) {
      return { table: table.name, key, missingIn: inEast === undefined ? 'east' : 'west', columns: [] }
    }
    const columns = replicatedColumnNames(table)
      .map((column) => ({ column, east: inEast[column] ?? null, west: inWest[column] ?? null }))
      .filter((values) => values.east !== values.west)
      .map(({ column, ...values }) => ({ column, east: shortened(values.east), west: shortened(values.west) }))
    return { table: table.name, key, missingIn: null, columns }
  })
}

const LONGEST_SHOWN = 200

/** Reports are read by people: of a long value they need the beginning, and a digest that tells two of them apart. */
function shortened(value: string | null): string | null {
  if (value === null || value.length <= LONGEST_SHOWN) return value
  const digest = createHash('sha256').update(value).digest('hex').slice(0, 12)
  return `${value.slice(0, LONGEST_SHOWN)}… (${value.length} characters, SHA-256 ${digest}…)`
}

async function inSnapshot<T>(connection: SqlConnection, work: () => Promise<T>): Promise<T> {
  await connection.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  try {
    // The text of a moment depends on the session's time zone, which two servers need not share.
    await connection.query("SET LOCAL TimeZone = 'UTC'")
    return await work()
  } finally {
    await connection.query('ROLLBACK')
  }
}

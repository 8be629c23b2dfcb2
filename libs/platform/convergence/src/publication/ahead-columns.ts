import type { OwnTable } from '../install/own-table.js'
import type { SqlConnection } from '../install/sql-connection.js'

/**
 * Columns that this region has, and may have written to, before its peer had them: the peer's rows must not be sent with them before
 * it has received what was written here. An entry goes when that has been sent.
 */
export const AHEAD_COLUMNS: OwnTable = {
  schema: 'convergence',
  name: 'ahead_columns',
  create: `CREATE TABLE convergence.ahead_columns (
  name text PRIMARY KEY,
  since timestamptz NOT NULL DEFAULT clock_timestamp()
)`,
  application: [],
  replication: ['SELECT'],
}

/** The columns in which a region is ahead, as `schema.table.column`. */
export async function readAhead(connection: SqlConnection): Promise<ReadonlySet<string>> {
  // A peer of a release without this table is ahead in nothing.
  const { rows: found } = await connection.query(
    `SELECT to_regclass('convergence.ahead_columns') IS NOT NULL AS present`,
  )
  if (found[0]?.['present'] !== true) return new Set()
  const { rows } = await connection.query('SELECT name FROM convergence.ahead_columns')
  return new Set(rows.map((row) => row['name'] as string))
}

/** Notes that this region is ahead in these columns. */
export async function goAhead(connection: SqlConnection, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  await connection.query(
    'INSERT INTO convergence.ahead_columns (name) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING',
    [names],
  )
}

import type { RowImage } from '@bicoastal/kernel'
import type { RowKey } from '../comparison/row-text.js'
import type { SqlConnection } from '../install/sql-connection.js'
import type { ReplicatedTable } from '../model/replicated-table.js'
import { identifier, qualified } from '../sql/identifier.js'
import { type RefusedRow, refusalOf } from './refusal.js'

/** A row of the peer. */
export interface IncomingRow {
  readonly key: RowKey
  readonly image: RowImage
}

/**
 * Merges rows of the peer into this region's, by the same triggers as replication does; those that cannot be held here are returned. Rows go
 * together as long as all of them fit. Only inside `asPeer`.
 *
 * @throws the database's error when it says nothing about a row; the transaction is lost then.
 */
export async function mergeRows(
  here: SqlConnection,
  table: ReplicatedTable,
  columns: readonly string[],
  rows: readonly IncomingRow[],
): Promise<readonly RefusedRow[]> {
  if (rows.length === 0) return []
  if ((await attempt(here, () => insert(here, table, columns, rows))) === null) return []
  const refused: RefusedRow[] = []
  for (const row of rows) {
    const once = () => attempt(here, () => insert(here, table, columns, [row]))
    // A second attempt, because a local insert of the same key may have come in between the look-up and the insert of the first.
    const refusal = (await once()) && (await once())
    if (refusal !== null) refused.push({ ...row, refusal })
  }
  return refused
}

async function attempt(here: SqlConnection, work: () => Promise<void>) {
  await here.query('SAVEPOINT merging')
  try {
    await work()
    await here.query('RELEASE SAVEPOINT merging')
    return null
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal === null) throw error
    await here.query('ROLLBACK TO SAVEPOINT merging; RELEASE SAVEPOINT merging')
    return refusal
  }
}

/** Values travel as text, and PostgreSQL reads each as the type of its column. */
async function insert(
  here: SqlConnection,
  table: ReplicatedTable,
  columns: readonly string[],
  rows: readonly IncomingRow[],
): Promise<void> {
  const values = rows.map((_row, row) => {
    const places = columns.map((_column, column) => `$${row * columns.length + column + 1}`)
    return `(${places.join(', ')})`
  })
  await here.query(
    `INSERT INTO ${qualified(table.schema, table.name)} (${columns.map(identifier).join(', ')}) VALUES ${values.join(', ')}`,
    rows.flatMap((row) => columns.map((column) => row.image[column] ?? null)),
  )
}

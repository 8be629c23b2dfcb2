import { PEER_PUBLICATION } from '../install/publication-names.js'
import type { SqlConnection } from '../install/sql-connection.js'
import type { ReplicatedTable } from '../model/replicated-table.js'
import { qualified } from '../sql/identifier.js'
import type { Refusal } from './refusal.js'

/** The columns in which a row travels, or why it cannot. */
export type Travelling = { readonly columns: readonly string[] } | { readonly refusal: Refusal }

/** What the peer publishes of a table, when this region has a place for all of it: part of a row is never merged. */
export async function travellingColumns(
  here: SqlConnection,
  peer: SqlConnection,
  table: ReplicatedTable,
): Promise<Travelling> {
  const name = `${table.schema}.${table.name}`
  const published = await peer.query(
    'SELECT attnames::text[] AS columns FROM pg_publication_tables WHERE pubname = $1 AND schemaname = $2 AND tablename = $3',
    [PEER_PUBLICATION, table.schema, table.name],
  )
  const columns = published.rows[0]?.['columns'] as readonly string[] | undefined
  if (columns === undefined) {
    return { refusal: { code: 'not_published', message: `The peer does not publish the table ${name}.` } }
  }
  const { rows } = await here.query(
    `SELECT ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped) AS columns`,
    [qualified(table.schema, table.name)],
  )
  const present = rows[0]?.['columns'] as readonly string[]
  const unknown = columns.filter((column) => !present.includes(column))
  if (unknown.length === 0) return { columns }
  const message = `The peer sends columns of ${name} that this region does not have: ${unknown.join(', ')}.`
  return { refusal: { code: 'unknown_column', message } }
}

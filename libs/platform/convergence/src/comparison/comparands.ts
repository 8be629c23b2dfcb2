import { REGIONS } from '@bicoastal/kernel'
import { replicatedColumnNames } from '../model/bookkeeping.js'
import type { ReplicatedTable } from '../model/replicated-table.js'
import { PEER_PUBLICATION } from '../install/publication-names.js'
import type { SqlConnection } from '../install/sql-connection.js'
import { qualified } from '../sql/identifier.js'
import { bucketsFor, type Comparand } from './bucket-digests.js'
import type { Sides } from './sides.js'

interface TableShape {
  readonly columns: readonly string[]
  readonly rows: number
}

/**
 * What of a table can be compared: the columns that both regions send each other, which during a schema change are not all. `null` while one
 * of them does not send the table at all.
 */
export async function comparandOf(sides: Sides, table: ReplicatedTable): Promise<Comparand | null> {
  const shapes = await Promise.all(REGIONS.map((region) => readShape(sides[region], table)))
  if (shapes.some((shape) => shape === null)) return null
  const both = shapes as readonly TableShape[]
  const columns = replicatedColumnNames(table).filter((name) => both.every((shape) => shape.columns.includes(name)))
  return { table, columns, buckets: bucketsFor(Math.max(...both.map((shape) => shape.rows))) }
}

async function readShape(connection: SqlConnection, { schema, name }: ReplicatedTable): Promise<TableShape | null> {
  const { rows } = await connection.query(
    `SELECT p.attnames::text[] AS columns, greatest(c.reltuples, 0)::float8 AS rows
       FROM pg_publication_tables p JOIN pg_class c ON c.oid = to_regclass($4)
      WHERE p.pubname = $1 AND p.schemaname = $2 AND p.tablename = $3`,
    [PEER_PUBLICATION, schema, name, qualified(schema, name)],
  )
  return (rows[0] as TableShape | undefined) ?? null
}

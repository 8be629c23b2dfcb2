import { REGIONS } from '@bicoastal/kernel'
import { replicatedColumnNames } from '../model/bookkeeping.js'
import type { ReplicatedTable } from '../model/replicated-table.js'
import type { SqlConnection } from '../install/sql-connection.js'
import { qualified } from '../sql/identifier.js'
import { bucketsFor, type Comparand } from './bucket-digests.js'
import type { Sides } from './sides.js'

interface TableShape {
  readonly columns: readonly string[]
  readonly rows: number
}

/**
 * What of a table can be compared: the columns that both regions have, which during a schema change are not all. `null` while one of them
 * does not have the table at all.
 */
export async function comparandOf(sides: Sides, table: ReplicatedTable): Promise<Comparand | null> {
  const shapes = await Promise.all(REGIONS.map((region) => readShape(sides[region], table)))
  if (shapes.some((shape) => shape === null)) return null
  const both = shapes as readonly TableShape[]
  const columns = replicatedColumnNames(table).filter((name) => both.every((shape) => shape.columns.includes(name)))
  return { table, columns, buckets: bucketsFor(Math.max(...both.map((shape) => shape.rows))) }
}

async function readShape(connection: SqlConnection, table: ReplicatedTable): Promise<TableShape | null> {
  const { rows } = await connection.query(
    `SELECT ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) AS columns,
            greatest(c.reltuples, 0)::float8 AS rows FROM pg_class c WHERE c.oid = to_regclass($1)`,
    [qualified(table.schema, table.name)],
  )
  return (rows[0] as TableShape | undefined) ?? null
}

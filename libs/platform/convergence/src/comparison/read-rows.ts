import type { RowImage } from '@bicoastal/kernel'
import type { SqlConnection } from '../install/sql-connection.js'
import { replicatedColumnNames } from '../model/bookkeeping.js'
import type { ReplicatedTable } from '../model/replicated-table.js'
import { identifier, qualified } from '../sql/identifier.js'

/** The digest of every row of a table, by key. Columns are read by name: the two regions may have added them in another order. */
export async function readDigests(
  connection: SqlConnection,
  table: ReplicatedTable,
): Promise<ReadonlyMap<string, string>> {
  const columns = replicatedColumnNames(table).map(identifier).join(', ')
  const { rows } = await connection.query(
    `SELECT ${keyText(table)} AS key, md5(ROW(${columns})::text) AS digest FROM ${qualified(table.schema, table.name)}`,
  )
  return new Map(rows.map((row) => [row['key'] as string, row['digest'] as string]))
}

/** Whole rows as text, by key. */
export async function readRows(
  connection: SqlConnection,
  table: ReplicatedTable,
  keys: readonly string[],
): Promise<ReadonlyMap<string, RowImage>> {
  const columns = replicatedColumnNames(table).map((column) => `${identifier(column)}::text`)
  const { rows } = await connection.query(
    `SELECT ${keyText(table)} AS key, ARRAY[${columns.join(', ')}] AS "values"
       FROM ${qualified(table.schema, table.name)} WHERE ${keyText(table)} = ANY($1)`,
    [keys],
  )
  const names = replicatedColumnNames(table)
  return new Map(
    rows.map((row) => {
      const values = row['values'] as readonly (string | null)[]
      return [row['key'] as string, Object.fromEntries(names.map((name, index) => [name, values[index] ?? null]))]
    }),
  )
}

function keyText(table: ReplicatedTable): string {
  return `ROW(${table.key.map((column) => identifier(column.name)).join(', ')})::text`
}

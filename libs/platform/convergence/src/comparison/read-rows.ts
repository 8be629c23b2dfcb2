import type { RowImage } from '@bicoastal/kernel'
import type { SqlConnection } from '../install/sql-connection.js'
import type { ReplicatedTable } from '../model/replicated-table.js'
import { identifier } from '../sql/identifier.js'
import { identityOf, keyArray, keyParameters, type RowKey, rowsOfKeys } from './row-text.js'

/** Whole rows as text, by {@link identityOf}; keys without a row are left out. */
export async function readRows(
  connection: SqlConnection,
  table: ReplicatedTable,
  columns: readonly string[],
  keys: readonly RowKey[],
): Promise<ReadonlyMap<string, RowImage>> {
  const values = columns.map((column) => `${identifier(column)}::text`)
  const { rows } = await connection.query(
    `SELECT ${keyArray(table)} AS key, ARRAY[${values.join(', ')}] AS "values" FROM ${rowsOfKeys(table)}`,
    keyParameters(table, keys),
  )
  return new Map(
    rows.map((row) => {
      const found = row['values'] as readonly (string | null)[]
      const image = Object.fromEntries(columns.map((name, index) => [name, found[index] ?? null]))
      return [identityOf(row['key'] as RowKey), image]
    }),
  )
}

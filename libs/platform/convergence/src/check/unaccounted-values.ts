import type { SqlConnection } from '../install/sql-connection.js'
import { bookkeepingOf } from '../model/bookkeeping.js'
import type { ReplicatedTable } from '../model/replicated-table.js'
import { ROW_VERSION } from '../model/version-vector.js'
import type { BookkeepingColumn } from '../policies/merge-policy.js'
import { identifier, literal, qualified } from '../sql/identifier.js'

/**
 * Counters, escrows and sets that a table, replicated already, is about to get with something in them, by a default or because the column was there before
 * as something else. Merging puts together what each region has accounted for, and nobody has accounted for that; each with what to do instead.
 *
 * @param columns the columns that a table has, by `schema.table`.
 */
export async function unaccountedValues(
  connection: SqlConnection,
  tables: readonly ReplicatedTable[],
  columns: ReadonlyMap<string, readonly string[]>,
): Promise<readonly string[]> {
  const faults: string[] = []
  for (const table of tables) {
    const present = new Set(columns.get(`${table.schema}.${table.name}`))
    if (!present.has(ROW_VERSION)) continue
    for (const { name, accountsFor } of bookkeepingOf(table)) {
      if (accountsFor === undefined || present.has(name) || !present.has(accountsFor.column)) continue
      const fault = await faultOf(connection, table, accountsFor)
      if (fault !== null) faults.push(`${table.schema}.${table.name}: ${fault}`)
    }
  }
  return faults
}

async function faultOf(
  connection: SqlConnection,
  table: ReplicatedTable,
  { column, nothing }: NonNullable<BookkeepingColumn['accountsFor']>,
): Promise<string | null> {
  const relation = qualified(table.schema, table.name)
  const defaults = await connection.query(
    `SELECT pg_get_expr(adbin, adrelid) AS expression FROM pg_attrdef JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum
      WHERE adrelid = ${literal(relation)}::regclass AND attname = $1`,
    [column],
  )
  const expression = (defaults.rows[0]?.['expression'] as string | undefined) ?? nothing
  const { rows } = await connection.query(
    `SELECT (${expression}) <> (${nothing}) AS begins, EXISTS (SELECT FROM ${relation} WHERE ${identifier(column)} <> ${nothing}) AS holds`,
  )
  if (rows[0]?.['begins'] === true)
    return `rows of the other region would begin with ${column} = ${expression}, which no region has accounted for. Make the default ${nothing}, and let a job write what rows are to begin with.`
  if (rows[0]?.['holds'] === true)
    return `rows hold values in ${column} that no region has accounted for. Add a new column with the default ${nothing}, and let a job write the values to it.`
  return null
}

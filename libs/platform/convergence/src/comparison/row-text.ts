import type { ReplicatedColumn, ReplicatedTable } from '../model/replicated-table.js'
import { identifier, qualified } from '../sql/identifier.js'

/** The values of a row's key columns as text, in the order of the key. */
export type RowKey = readonly string[]

/** The key as reports show it: `(k1)`. */
export const shownKey = (key: RowKey): string => `(${key.join(',')})`

/** The key as a key of maps; unlike {@link shownKey} no two keys share it. */
export const identityOf = (key: RowKey): string => JSON.stringify(key)

/** SQL: the key of a row as one text, which is what rows are ordered and spread by. */
export const keyText = (table: ReplicatedTable): string =>
  `ROW(${table.key.map(({ name }) => identifier(name)).join(', ')})::text`

/** SQL: the key of a row as {@link RowKey}. */
export const keyArray = (table: ReplicatedTable): string =>
  `ARRAY[${table.key.map(({ name }) => `${identifier(name)}::text`).join(', ')}]`

/** SQL: all the named columns of a row as one text. Read by name: the two regions may have added them in another order. */
export const rowText = (columns: readonly string[]): string => `ROW(${columns.map(identifier).join(', ')})::text`

/**
 * SQL for `FROM`: the rows of the table with the given keys, found by the index of the primary key. Takes one parameter a key
 * column, from `$1`, as {@link keyParameters} makes them. The table is `stored`.
 */
export function rowsOfKeys(table: ReplicatedTable): string {
  const names = table.key.map((_column, index) => `key_${index}`)
  const lists = table.key.map((_column, index) => `$${index + 1}::text[]`)
  const matches = table.key.map((column, index) => `${stored(column)} = ${wanted(column, index)}`)
  return (
    `${qualified(table.schema, table.name)} AS stored ` +
    `JOIN unnest(${lists.join(', ')}) AS wanted(${names.join(', ')}) ON ${matches.join(' AND ')}`
  )
}

/** The parameters of {@link rowsOfKeys}: a list of values per key column. */
export function keyParameters(table: ReplicatedTable, keys: readonly RowKey[]): readonly (readonly string[])[] {
  return table.key.map((_column, index) => keys.map((key) => key[index] as string))
}

/** The model does not know the name of an enumeration's type; as text its values compare as well. */
const stored = (column: ReplicatedColumn): string =>
  `stored.${identifier(column.name)}${column.type === 'enum' ? '::text' : ''}`

const wanted = (column: ReplicatedColumn, index: number): string =>
  column.type === 'enum' ? `wanted.key_${index}` : `wanted.key_${index}::${column.type}`

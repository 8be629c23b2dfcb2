import type { SqlConnection } from '../install/sql-connection.js'
import { qualified } from '../sql/identifier.js'
import { bucketOf, type Comparand } from './bucket-digests.js'
import { keyArray, keyParameters, keyText, type RowKey, rowsOfKeys, rowText } from './row-text.js'

/** What one side holds under a key. */
export interface RowDigest {
  /** Digest of the key; rows are ordered by it, because both languages order its characters alike. */
  readonly place: string
  readonly key: RowKey
  /** Digest of the whole row. */
  readonly digest: string
}

const BATCH = 1000

/**
 * The digests of the rows in the given buckets, in the order of their place. Holds one batch in memory, however many rows there are. Needs an
 * open transaction, and one such reading at a time on a connection.
 */
export async function* readRowDigests(
  connection: SqlConnection,
  comparand: Comparand,
  buckets: readonly number[],
): AsyncGenerator<RowDigest> {
  const { table, columns } = comparand
  await connection.query(
    `DECLARE differing_rows NO SCROLL CURSOR FOR
     SELECT md5(${keyText(table)}) AS place, ${keyArray(table)} AS key, md5(${rowText(columns)}) AS digest
       FROM ${qualified(table.schema, table.name)} WHERE ${bucketOf(comparand)} = ANY('{${buckets.join(',')}}') ORDER BY 1`,
  )
  for (;;) {
    const { rows } = await connection.query(`FETCH ${BATCH} FROM differing_rows`)
    yield* rows as unknown as readonly RowDigest[]
    if (rows.length < BATCH) break
  }
  await connection.query('CLOSE differing_rows')
}

/** The digests of the rows with these keys, by place; keys without a row are left out. */
export async function readDigestsOf(
  connection: SqlConnection,
  { table, columns }: Comparand,
  keys: readonly RowKey[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await connection.query(
    `SELECT md5(${keyText(table)}) AS place, md5(${rowText(columns)}) AS digest FROM ${rowsOfKeys(table)}`,
    keyParameters(table, keys),
  )
  return new Map(rows.map((row) => [row['place'] as string, row['digest'] as string]))
}

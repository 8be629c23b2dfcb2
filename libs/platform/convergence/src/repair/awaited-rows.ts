import type { Milliseconds } from '@bicoastal/kernel'
import type { RowKey } from '../comparison/row-text.js'
import type { SqlConnection } from '../install/sql-connection.js'
import type { ReplicatedTable } from '../model/replicated-table.js'
import type { Refusal, RefusedRow } from './refusal.js'

type TableName = Pick<ReplicatedTable, 'schema' | 'name'>

/** A row whose state this region must get from its peer. */
export interface AwaitedRow {
  readonly schema: string
  readonly name: string
  readonly key: RowKey
  /** When it was last asked for; an entry that was asked for again meanwhile is not done. */
  readonly since: string
  readonly attempts: number
}

/** Makes the region of `connection` fetch these rows from its peer. Also for the peer's database, as the replication role. Repeatable. */
export async function awaitRows(connection: SqlConnection, table: TableName, keys: readonly RowKey[]): Promise<void> {
  await connection.query(
    `INSERT INTO convergence.awaited_rows (table_schema, table_name, key)
     SELECT $1, $2, ARRAY(SELECT jsonb_array_elements_text(key)) FROM jsonb_array_elements($3::jsonb) AS key
     ON CONFLICT (table_schema, table_name, key) DO UPDATE SET awaited_since = clock_timestamp(), next_attempt_at = clock_timestamp()`,
    [table.schema, table.name, JSON.stringify(keys)],
  )
}

/** Puts aside rows that this region cannot hold, with what the peer sent, to be tried again. */
export async function quarantine(here: SqlConnection, table: TableName, rows: readonly RefusedRow[]): Promise<void> {
  for (const { key, image, refusal } of rows) {
    await here.query(
      `INSERT INTO convergence.awaited_rows AS awaited (table_schema, table_name, key, image, error_code, error, attempts, next_attempt_at)
       VALUES ($1, $2, $3, $4, $5, $6, 1, clock_timestamp() + interval '2 s')
       ON CONFLICT (table_schema, table_name, key) DO UPDATE
         SET image = coalesce(EXCLUDED.image, awaited.image), error_code = EXCLUDED.error_code, error = EXCLUDED.error,
             attempts = awaited.attempts + 1, next_attempt_at = clock_timestamp() + least(60, 2 ^ least(awaited.attempts, 6)) * interval '1 s'`,
      [table.schema, table.name, key, image === null ? null : JSON.stringify(image), refusal.code, refusal.message],
    )
  }
}

/** Rows whose next attempt is due, the longest waiting first. */
export async function dueRows(here: SqlConnection, limit: number): Promise<readonly AwaitedRow[]> {
  const { rows } = await here.query(
    `SELECT table_schema AS schema, table_name AS name, key, awaited_since::text AS since, attempts
       FROM convergence.awaited_rows WHERE next_attempt_at <= clock_timestamp() ORDER BY next_attempt_at LIMIT $1`,
    [limit],
  )
  return rows as unknown as readonly AwaitedRow[]
}

/** Removes entries whose rows are merged, unless they were asked for again meanwhile. */
export async function settleRows(here: SqlConnection, rows: readonly AwaitedRow[]): Promise<void> {
  for (const { schema, name, key, since } of rows) {
    await here.query(
      'DELETE FROM convergence.awaited_rows WHERE table_schema = $1 AND table_name = $2 AND key = $3 AND awaited_since = $4::timestamptz',
      [schema, name, key, since],
    )
  }
}

/** Tries entries again later, for a reason that is not the row's. */
export async function postponeRows(
  here: SqlConnection,
  rows: readonly AwaitedRow[],
  pause: Milliseconds,
  why: Refusal,
): Promise<void> {
  for (const { schema, name, key } of rows) {
    await here.query(
      `UPDATE convergence.awaited_rows SET next_attempt_at = clock_timestamp() + $4 * interval '1 ms', error_code = $5, error = $6, attempts = attempts + 1
        WHERE table_schema = $1 AND table_name = $2 AND key = $3`,
      [schema, name, key, pause, why.code, why.message],
    )
  }
}

/** Tries entries again in a moment, because somebody holds one of the rows. Not all at the same moment: the others need not wait for that one. */
export async function deferRows(here: SqlConnection, rows: readonly AwaitedRow[]): Promise<void> {
  for (const { schema, name, key } of rows) {
    await here.query(
      `UPDATE convergence.awaited_rows SET next_attempt_at = clock_timestamp() + (1 + 4 * random()) * interval '1 s'
        WHERE table_schema = $1 AND table_name = $2 AND key = $3`,
      [schema, name, key],
    )
  }
}

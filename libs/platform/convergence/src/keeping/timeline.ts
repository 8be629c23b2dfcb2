import type { SqlConnection } from '../install/sql-connection.js'

/** The history that a server writes; another one after each promotion. */
export async function readTimeline(connection: SqlConnection): Promise<string> {
  const { rows } = await connection.query('SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8) AS timeline')
  return rows[0]?.['timeline'] as string
}

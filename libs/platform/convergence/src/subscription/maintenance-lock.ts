import type { SqlConnection } from '../install/sql-connection.js'

/** The advisory lock of whoever changes a database's schema or its subscription: two at once would trip over each other's half-done work. */
export const MAINTENANCE_LOCK = 0x62_69_63_6f

/** Runs `work` unless somebody else holds the {@link MAINTENANCE_LOCK}; then resolves to `null` at once. The lock dies with the connection. */
export async function unlessMaintained<T>(connection: SqlConnection, work: () => Promise<T>): Promise<T | null> {
  const { rows } = await connection.query('SELECT pg_try_advisory_lock($1) AS locked', [MAINTENANCE_LOCK])
  if (rows[0]?.['locked'] !== true) return null
  try {
    return await work()
  } finally {
    await connection.query('SELECT pg_advisory_unlock($1)', [MAINTENANCE_LOCK]).catch(() => undefined)
  }
}

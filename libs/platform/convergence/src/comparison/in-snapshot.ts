import type { SqlConnection } from '../install/sql-connection.js'

/** The text of a value depends on settings of the session, which two servers need not share. */
export const PLAIN_TEXT = `SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL IntervalStyle = 'postgres';
  SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL lc_monetary = 'C'`

/** Runs `work` on what the database holds at one moment, with values as text that means the same on every server. Writes are refused. */
export async function inSnapshot<T>(connection: SqlConnection, work: () => Promise<T>): Promise<T> {
  await connection.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  try {
    await connection.query(PLAIN_TEXT)
    return await work()
  } finally {
    // A connection that broke has rolled back by itself; what matters is why it broke.
    await connection.query('ROLLBACK').catch(() => undefined)
  }
}

import { PLAIN_TEXT } from '../comparison/in-snapshot.js'
import type { SqlConnection } from '../install/sql-connection.js'
import { HOLDS } from '../sql/held-rows.js'

/** Marks what is merged here on the peer's behalf: with an origin, replication does not send it back. */
const ORIGIN = 'bicoastal_keeper'

/** Gives way to callers and to the apply worker: whoever waits for a lock here repeats its work, they need not. */
const LIMITS =
  "SET LOCAL lock_timeout = '5s'; SET LOCAL deadlock_timeout = '200ms'; SET LOCAL statement_timeout = '60s'"

/**
 * Runs `work` in a transaction whose writes count as the peer's: they are merged, not stamped, and not sent back. The connection must be
 * a superuser's, and outside a transaction.
 */
export async function asPeer<T>(here: SqlConnection, work: () => Promise<T>): Promise<T> {
  await here.query(
    'SELECT pg_replication_origin_create($1) WHERE NOT EXISTS (SELECT FROM pg_replication_origin WHERE roname = $1)',
    [ORIGIN],
  )
  await here.query('SELECT pg_replication_origin_session_setup($1)', [ORIGIN])
  try {
    await here.query(
      `BEGIN; SET LOCAL session_replication_role = replica; SET LOCAL ${HOLDS} = 'off'; ${LIMITS}; ${PLAIN_TEXT}`,
    )
    const result = await work()
    await here.query('COMMIT')
    return result
  } catch (error) {
    // A connection that broke has rolled back by itself; what matters is why it broke.
    await here.query('ROLLBACK').catch(() => undefined)
    throw error
  } finally {
    // Of a broken connection the server forgets the origin by itself.
    await here.query('SELECT pg_replication_origin_session_reset()').catch(() => undefined)
  }
}

import { formatPosition, type LogPosition, type RegionId, seconds } from '@bicoastal/kernel'
import { setTimeout as delay } from 'node:timers/promises'
import type { SqlConnection } from '../../install/sql-connection.js'
import { subscriptionName } from '../../subscription/subscription-state.js'
import { beginHolding } from './holding.js'

const OBJECT_IN_USE = '55006'
const PATIENCE = seconds(5)

/**
 * Lets replication into `region` go on behind `end`: everything before counts as applied. The caller has made sure that it is, or that
 * it is written down. Updates of rows that are still to be fetched are held back from then on. Never goes back. Resolves to false when the worker had got beyond by itself.
 *
 * @throws the database's error when the worker cannot be kept off for 5 s.
 */
export async function advanceTo(here: SqlConnection, region: RegionId, end: LogPosition): Promise<boolean> {
  const name = subscriptionName(region)
  // Committed before the worker is ended: the next one takes its settings before it waits for this transaction.
  await beginHolding(here)
  await here.query("BEGIN; SET LOCAL lock_timeout = '5s'")
  try {
    // Changes nothing, but locks the subscription: a worker that starts meanwhile waits until this is done.
    await here.query(`ALTER SUBSCRIPTION ${name} SKIP (lsn = NONE)`)
    const isBehind = await retryWhileInUse(here, () => advance(here, name, end))
    await here.query('COMMIT')
    return isBehind
  } catch (error) {
    await here.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

async function advance(here: SqlConnection, name: string, end: LogPosition): Promise<boolean> {
  // A worker that is at it fails anyway, perhaps only after a long while.
  await here.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_subscription WHERE subname = $1 AND relid IS NULL AND pid IS NOT NULL',
    [name],
  )
  const { rows } = await here.query(
    `SELECT pg_replication_origin_advance('pg_' || oid, $2::pg_lsn) IS NULL AS advanced FROM pg_subscription
      WHERE subname = $1 AND coalesce(pg_replication_origin_progress('pg_' || oid, true), '0/0') < $2::pg_lsn`,
    [name, formatPosition(end)],
  )
  return rows.length > 0
}

/** The origin is the worker's as long as it lives. */
async function retryWhileInUse<T>(here: SqlConnection, work: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + PATIENCE
  for (;;) {
    await here.query('SAVEPOINT advancing')
    try {
      return await work()
    } catch (error) {
      const inUse = error instanceof Error && 'code' in error && error.code === OBJECT_IN_USE
      if (!inUse || performance.now() > giveUpAt) throw error
      await here.query('ROLLBACK TO SAVEPOINT advancing')
      await delay(50)
    }
  }
}

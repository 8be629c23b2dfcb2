import type { RegionId } from '@bicoastal/kernel'
import type { SqlConnection } from '../../install/sql-connection.js'
import { HOLDS } from '../../sql/held-rows.js'
import { identifier } from '../../sql/identifier.js'
import { subscriptionName } from '../../subscription/subscription-state.js'

/**
 * Makes apply workers hold back updates of rows that are to be fetched. Holds for workers that start from now on; the one that runs is the
 * caller's to end.
 */
export async function beginHolding(here: SqlConnection): Promise<void> {
  await here.query(`${await ownSettings(here)} SET ${HOLDS} = 'on'`)
}

const NEEDLESS = `
  SELECT FROM pg_db_role_setting s
   WHERE s.setrole = current_user::regrole AND s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
     AND '${HOLDS}=on' = ANY(s.setconfig) AND NOT EXISTS (SELECT FROM convergence.awaited_rows)`

/** Lets apply workers go on at full speed when nothing is to be fetched any more. */
export async function endHolding(here: SqlConnection, region: RegionId): Promise<void> {
  if ((await here.query(NEEDLESS)).rows.length === 0) return
  await here.query(`${await ownSettings(here)} RESET ${HOLDS}`)
  await here.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_subscription WHERE subname = $1 AND relid IS NULL AND pid IS NOT NULL',
    [subscriptionName(region)],
  )
}

/** The worker runs as the subscription's owner, who is whoever keeps it. */
async function ownSettings(here: SqlConnection): Promise<string> {
  const { rows } = await here.query('SELECT current_user::text AS owner, current_database()::text AS database')
  return `ALTER ROLE ${identifier(rows[0]?.['owner'] as string)} IN DATABASE ${identifier(rows[0]?.['database'] as string)}`
}

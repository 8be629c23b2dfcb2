import { LOG_START, type LogPosition, parsePosition, type RegionId } from '@bicoastal/kernel'
import type { SqlConnection } from '../../install/sql-connection.js'
import { subscriptionName } from '../../subscription/subscription-state.js'

const PROGRESS = `
  SELECT pg_replication_origin_progress('pg_' || oid, true)::text AS position FROM pg_subscription
   WHERE subname = $1 AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())`

/** How far `region` has applied, durably, what its peer writes: from here on the apply worker asks for changes. */
export async function appliedPosition(here: SqlConnection, region: RegionId): Promise<LogPosition> {
  const { rows } = await here.query(PROGRESS, [subscriptionName(region)])
  const position = (rows[0]?.['position'] ?? null) as string | null
  return position === null ? LOG_START : parsePosition(position)
}

import { LOG_START, type LogPosition, parsePosition, type RegionId } from '@bicoastal/kernel'
import type { SqlConnection } from '../../install/sql-connection.js'
import { subscriptionName } from '../../subscription/subscription-state.js'

/** The apply worker of a region, as its own database shows it at one moment. */
export interface ApplySample {
  readonly enabled: boolean
  /** `null` while no worker runs, as between two attempts. */
  readonly worker: number | null
  /** Failures so far, by the server's statistics; they begin anew with a promotion. */
  readonly failures: number
  readonly position: LogPosition
  /** For how long the worker has been waiting for a lock; `null` when it is not. */
  readonly waitingSeconds: number | null
  /** Who holds what it waits for. */
  readonly blockers: readonly number[]
  /** Tables whose copy is not done. */
  readonly copying: number
}

const SAMPLE = `
  SELECT s.subenabled AS enabled, w.pid AS worker, coalesce(t.apply_error_count, 0)::float8 AS failures,
         pg_replication_origin_progress('pg_' || s.oid, true)::text AS position, l.seconds AS "waitingSeconds",
         CASE WHEN l.seconds IS NULL THEN '{}' ELSE pg_blocking_pids(w.pid) END AS blockers,
         (SELECT count(*)::int FROM pg_subscription_rel r WHERE r.srsubid = s.oid AND r.srsubstate <> 'r') AS copying
    FROM pg_subscription s
    LEFT JOIN pg_stat_subscription w ON w.subid = s.oid AND w.relid IS NULL AND w.leader_pid IS NULL
    LEFT JOIN pg_stat_subscription_stats t ON t.subid = s.oid
    LEFT JOIN LATERAL (SELECT extract(epoch FROM clock_timestamp() - min(k.waitstart))::float8 AS seconds
                         FROM pg_locks k WHERE k.pid = w.pid AND NOT k.granted) l ON true
   WHERE s.subname = $1 AND s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())`

/** Looks at the apply worker of `region`; `null` when there is no subscription. */
export async function readApplySample(here: SqlConnection, region: RegionId): Promise<ApplySample | null> {
  const { rows } = await here.query(SAMPLE, [subscriptionName(region)])
  const row = rows[0] as (Omit<ApplySample, 'position'> & { position: string | null }) | undefined
  if (row === undefined) return null
  return { ...row, position: row.position === null ? LOG_START : parsePosition(row.position) }
}

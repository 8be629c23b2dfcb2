import type { Client } from 'pg'

/** What a node said about itself when it last answered. */
export interface NodeObservation {
  /** Monotonic time of the answer, milliseconds. */
  readonly at: number
  /** True for a standby. */
  readonly recovering: boolean
  /** Bytes of write-ahead log: written by a primary, replayed by a standby. */
  readonly position: number
  /** Standbys that stream from this node and were heard of lately, by their slot name; true for one that commits wait for. */
  readonly standbys: Readonly<Record<string, boolean>>
  /** Logical slots that survive a failover: on a primary all of them, on a standby those that are usable copies. */
  readonly failoverSlots: readonly string[]
}

/**
 * Inputs: none. Output: one row, on a primary and on a standby alike.
 * Invariant: reads only, and never waits for a lock that the service takes.
 */
const OBSERVE = `
  SELECT pg_is_in_recovery() AS recovering,
         pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END,
                         '0/0')::float8 AS position,
         (SELECT coalesce(json_object_agg(application_name, sync_state IN ('sync', 'quorum')), '{}')
            FROM pg_stat_replication
           WHERE state = 'streaming' AND application_name LIKE 'postgres\\__'
             AND reply_time > clock_timestamp() - interval '2s') AS standbys,
         (SELECT coalesce(json_agg(slot_name), '[]')
            FROM pg_replication_slots
           WHERE failover AND NOT temporary AND invalidation_reason IS NULL
             AND (synced OR NOT pg_is_in_recovery())) AS failover_slots`

/** Asks a node about itself; rejects when it does not answer within the client's query timeout. */
export async function observe(client: Client): Promise<NodeObservation> {
  const { rows } = await client.query(OBSERVE)
  const { recovering, position, standbys, failover_slots: failoverSlots } = rows[0]
  return { at: performance.now(), recovering, position, standbys, failoverSlots }
}

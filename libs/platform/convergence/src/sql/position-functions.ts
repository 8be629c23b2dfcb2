import { type RegionId, peerOf } from '@bicoastal/kernel'
import { RELAY_SLOT } from '../install/relay-slot.js'
import { slotName, subscriptionName } from '../subscription/subscription-state.js'
import { header, type SqlFunction } from './sql-function.js'

/**
 * Where the server that is asked stands, as one row: `peer`, `applying`, `confirmed`, `relayed`, `here` (log positions,
 * NULL where unknown), `heard`, `replied` and `standby`. See the function's own header.
 */
export const POSITIONS_SQL =
  'SELECT peer, applying, heard, confirmed, replied, relayed, standby, here FROM convergence.positions()'

/** What tells how far the log of `region` has come, here and elsewhere. */
export function positionFunctions(region: RegionId): readonly SqlFunction[] {
  // A region may receive over several subscriptions; only what all of them have applied counts.
  const subscriptions = `'^${subscriptionName(region)}(_\\d+)?$'`
  // The peer's copies of tables read from slots of their own, which Postgres names.
  const copies = `'^pg_\\d+_sync_\\d+_\\d+$'`
  const peerSlots = `'^${slotName(peerOf(region))}(_\\d+)?$'`
  return [
    {
      name: 'positions',
      parameters: '',
      returns:
        'TABLE(peer pg_lsn, applying pg_lsn, heard text, confirmed pg_lsn, replied text, relayed pg_lsn, standby boolean, here pg_lsn)',
      language: 'sql',
      volatility: 'VOLATILE',
      definer: true,
      source: `${header({
        does: 'Says how far this server has come. Needs the rights of its owner: the progress of replication is not public.',
        inputs: 'none.',
        outputs:
          "peer, what of the peer's log is applied and visible here, NULL while tables are still being copied; applying, the same " +
          'with the transaction whose commit may not be visible yet; heard, changes with every message from the peer; confirmed, what of our log the peer has on disk, NULL while it is ' +
          'not connected or copies tables; replied, changes with every sign of life of the peer; relayed, what of our log the relay has dealt with; ' +
          "standby, whether this is one; here, the end of this region's log on disk, on a standby of what it has replayed.",
        invariants:
          'here is read after peer, so that the log up to here contains what peer tells of. Progress is counted before the commit is ' +
          'visible (it waits for a standby in between), so it is only taken from a worker that is in no transaction. Progress stands ' +
          'still while the peer commits nothing that is replicated, and the end that a keepalive reports is forgotten with its ' +
          'worker: the later of both is right. A peer that copies tables confirms what it passes over because the copy will bring it.',
      })}SELECT s.peer, s.applying, s.heard, p.confirmed, p.replied,
  (SELECT l.confirmed_flush_lsn FROM pg_replication_slots l
    WHERE l.slot_name = '${RELAY_SLOT}' AND l.database = current_database()),
  pg_is_in_recovery(),
  CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_flush_lsn() END
FROM
  (SELECT CASE WHEN bool_and(w.copied) THEN min(coalesce(greatest(w.kept_alive, CASE WHEN NOT EXISTS
            (SELECT FROM pg_stat_get_activity(w.pid) a WHERE w.pid IS NOT NULL AND a.backend_xid IS NOT NULL)
            THEN w.progress END), '0/0')) END AS peer,
          CASE WHEN bool_and(w.copied) THEN min(coalesce(greatest(w.kept_alive, w.progress), '0/0')) END AS applying,
          min(w.heard_at)::text AS heard
     FROM (SELECT b.pid, b.latest_end_lsn AS kept_alive, b.last_msg_receipt_time AS heard_at, pg_replication_origin_progress(o.roname, false) AS progress,
                  NOT EXISTS (SELECT FROM pg_subscription_rel r WHERE r.srsubid = c.oid AND r.srsubstate <> 'r') AS copied
             FROM pg_subscription c
             LEFT JOIN pg_replication_origin o ON o.roname = 'pg_' || c.oid
             LEFT JOIN pg_stat_subscription b ON b.subid = c.oid AND b.relid IS NULL AND b.leader_pid IS NULL
            WHERE c.subname ~ ${subscriptions}
              AND c.subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
           OFFSET 0) w) s,
  (SELECT CASE WHEN count(*) = count(w.pid) AND NOT EXISTS (SELECT FROM pg_replication_slots t
            WHERE t.slot_name ~ ${copies} AND t.database = current_database())
          THEN min(w.flush_lsn) END AS confirmed, min(w.reply_time)::text AS replied
     FROM pg_replication_slots l LEFT JOIN pg_stat_replication w ON w.pid = l.active_pid
    WHERE l.slot_name ~ ${peerSlots} AND l.database = current_database()) p\n`,
    },
  ]
}

import { type RegionId, peerOf } from '@bicoastal/kernel'
import { RELAY_SLOT } from '../install/relay-slot.js'
import { slotName, subscriptionName } from '../subscription/subscription-state.js'
import { header, type SqlFunction } from './sql-function.js'

/**
 * Where the server that is asked stands, as one row: `here`, `peer`, `confirmed`, `relayed` (log positions, NULL where
 * unknown), `replied` and `standby`. See the function's own header.
 */
export const POSITIONS_SQL = 'SELECT here, peer, confirmed, relayed, replied, standby FROM convergence.positions()'

/** What tells how far the log of `region` has come, here and elsewhere. */
export function positionFunctions(region: RegionId): readonly SqlFunction[] {
  // A region may receive over several subscriptions; only what all of them have applied counts.
  const subscriptions = `'^${subscriptionName(region)}(_\\d+)?$'`
  const peerSlots = `'^${slotName(peerOf(region))}(_\\d+)?$'`
  return [
    {
      name: 'positions',
      parameters: '',
      returns: 'TABLE(here pg_lsn, peer pg_lsn, confirmed pg_lsn, relayed pg_lsn, replied text, standby boolean)',
      language: 'sql',
      volatility: 'VOLATILE',
      definer: true,
      source: `${header({
        does: 'Says how far this server has come. Needs the rights of its owner: progress of replication is not public.',
        inputs: 'none.',
        outputs:
          "here, the end of this region's log on disk, on a standby of what it replayed; peer, what of the peer's log is applied " +
          'here; confirmed, what of our log the peer has on disk, NULL while it is not connected; relayed, what of our log the ' +
          'relay has dealt with; replied, changes with every sign of life of the peer; standby, whether this is one.',
        invariants:
          'each position only grows while the server lives; what lies before peer is visible here, and peer is NULL while tables are ' +
          'still being copied. Origin progress alone stands still while the peer commits nothing that is replicated, and the end ' +
          'that a keepalive reports is forgotten with its worker; the later of both is right.',
      })}SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_flush_lsn() END,
  (SELECT CASE WHEN bool_and(NOT EXISTS (SELECT FROM pg_subscription_rel r WHERE r.srsubid = s.oid AND r.srsubstate <> 'r'))
            THEN min(coalesce(greatest(pg_replication_origin_progress(o.roname, false), w.latest_end_lsn), '0/0')) END
     FROM pg_subscription s
     LEFT JOIN pg_replication_origin o ON o.roname = 'pg_' || s.oid
     LEFT JOIN pg_stat_subscription w ON w.subid = s.oid AND w.relid IS NULL AND w.leader_pid IS NULL
    WHERE s.subname ~ ${subscriptions} AND s.subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())),
  p.confirmed,
  (SELECT l.confirmed_flush_lsn FROM pg_replication_slots l
    WHERE l.slot_name = '${RELAY_SLOT}' AND l.database = current_database()),
  p.replied,
  pg_is_in_recovery()
FROM (SELECT CASE WHEN count(*) = count(w.pid) THEN min(w.flush_lsn) END AS confirmed, min(w.reply_time)::text AS replied
        FROM pg_replication_slots l LEFT JOIN pg_stat_replication w ON w.pid = l.active_pid
       WHERE l.slot_name ~ ${peerSlots} AND l.database = current_database()) p\n`,
    },
  ]
}

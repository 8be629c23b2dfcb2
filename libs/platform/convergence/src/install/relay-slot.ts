import type { Change } from './change.js'
import { RelaySlotTakenError } from './relay-slot-taken.error.js'
import type { SqlConnection } from './sql-connection.js'

/** The logical replication slot that a region's relay reads {@link RELAY_PUBLICATION} from. */
export const RELAY_SLOT = 'relay'

/** What {@link ensureRelaySlot} would do. */
export async function planRelaySlot(connection: SqlConnection): Promise<readonly Change[]> {
  const { rows } = await connection.query(
    `SELECT database, database = current_database() AS here, wal_status = 'lost' OR invalidation_reason IS NOT NULL AS lost
       FROM pg_replication_slots WHERE slot_name = $1`,
    [RELAY_SLOT],
  )
  const slot = rows[0] as { database: string; here: boolean; lost: boolean } | undefined
  const create = `SELECT pg_create_logical_replication_slot('${RELAY_SLOT}', 'pgoutput', false, false, true)`
  if (slot === undefined) return [{ what: `create slot ${RELAY_SLOT}`, sql: create }]
  if (!slot.here) throw new RelaySlotTakenError(slot.database)
  if (!slot.lost) return []
  return [
    {
      what: `drop slot ${RELAY_SLOT}, which was left behind too far`,
      sql: `SELECT pg_drop_replication_slot('${RELAY_SLOT}')`,
    },
    { what: `create slot ${RELAY_SLOT} again; what changed meanwhile is not relayed`, sql: create },
  ]
}

/**
 * Makes the slot that the relay reads from exist and be sound; it survives the promotion of a standby. Must not run inside a transaction, and
 * waits for the transactions that are open.
 *
 * @throws RelaySlotTakenError
 */
export async function ensureRelaySlot(connection: SqlConnection): Promise<readonly Change[]> {
  const changes = await planRelaySlot(connection)
  for (const change of changes) await connection.query(change.sql)
  return changes
}

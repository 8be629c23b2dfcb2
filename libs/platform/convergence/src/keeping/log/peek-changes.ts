import { formatPosition, type LogPosition, type RegionId } from '@bicoastal/kernel'
import { PEER_PUBLICATION } from '../../install/publication-names.js'
import type { SqlConnection } from '../../install/sql-connection.js'
import { slotName } from '../../subscription/subscription-state.js'
import { ChangeDecoder, type StreamedChange } from './change-decoder.js'

/** From where, and how much, is looked at. */
export interface PeekOptions {
  /** The region that the changes are for. */
  readonly region: RegionId
  /** What it has applied so far. */
  readonly from: LogPosition
  /** Whole transactions are shown until there were at least so many messages. */
  readonly messages: number
}

const BATCH = 1000

/**
 * Looks at what the peer is about to send to `region`, without taking it: through a copy of the region's slot that is this session's own and
 * vanishes with it, so the apply worker is not in the way and nothing is left behind. Constant memory.
 *
 * Shows nothing that the peer's standby could still lack: were that promoted, these positions would mean other transactions.
 *
 * @param peer as the replication role, outside a transaction.
 */
export async function* peekChanges(peer: SqlConnection, options: PeekOptions): AsyncGenerator<StreamedChange> {
  const { rows } = await peer.query("SELECT 'keeper_' || pg_backend_pid() AS copy")
  const copy = rows[0]?.['copy'] as string
  await peer.query('SELECT pg_copy_logical_replication_slot($1, $2, true)', [slotName(options.region), copy])
  try {
    // Committing waits for the standby; what was written before is there, too, then.
    const safe = await peer.query("SELECT pg_logical_emit_message(true, 'bicoastal', '')::text AS position")
    await peer.query(
      'SELECT pg_replication_slot_advance(slot_name, $2) FROM pg_replication_slots WHERE slot_name = $1 AND confirmed_flush_lsn < $2',
      [copy, formatPosition(options.from)],
    )
    yield* read(peer, copy, safe.rows[0]?.['position'] as string, options)
  } finally {
    // Of a broken connection the server drops the copy by itself.
    await peer.query('SELECT pg_drop_replication_slot($1)', [copy]).catch(() => undefined)
  }
}

async function* read(
  peer: SqlConnection,
  slot: string,
  until: string,
  { from, messages }: PeekOptions,
): AsyncGenerator<StreamedChange> {
  const decoder = new ChangeDecoder()
  let applied = false
  await peer.query('BEGIN')
  try {
    // Names and numbers of our own making; DECLARE takes no parameters everywhere.
    await peer.query(
      `DECLARE changes NO SCROLL CURSOR FOR SELECT data FROM pg_logical_slot_peek_binary_changes('${slot}', '${until}', ${messages},
         'proto_version', '1', 'publication_names', '${PEER_PUBLICATION}', 'origin', 'none')`,
    )
    for (;;) {
      const { rows } = await peer.query(`FETCH ${BATCH} FROM changes`)
      for (const row of rows) {
        const change = decoder.decode(row['data'] as Buffer)
        if (change?.kind === 'begin') applied = change.position < from
        if (change !== null && !applied) yield change
      }
      if (rows.length < BATCH) return
    }
  } finally {
    await peer.query('ROLLBACK').catch(() => undefined)
  }
}

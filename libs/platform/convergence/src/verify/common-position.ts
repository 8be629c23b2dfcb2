import {
  eventually,
  isConditionNotMetError,
  type Milliseconds,
  peerOf,
  type RegionId,
  REGIONS,
} from '@bicoastal/kernel'
import type { Sides } from '../comparison/sides.js'
import { slotName, subscriptionName } from '../subscription/subscription-state.js'
import { PositionNotReachedError } from './position-not-reached.error.js'

/**
 * Writes a mark that no subscriber is sent, and flushes it: everything visible is before it. The position of the log alone will not do: what
 * was not flushed, because nobody commits, is not sent either, and would be waited for in vain.
 */
const MARK = "SELECT pg_logical_emit_message(false, 'bicoastal', '', true)::text AS position"

/**
 * Waits until each region has applied everything that was visible in the other when this was called.
 *
 * @throws PositionNotReachedError when one does not get there within the patience.
 */
export async function awaitCommonPosition(sides: Sides, patience: Milliseconds): Promise<void> {
  const written = await Promise.all(
    REGIONS.map(async (writer) => {
      const { rows } = await sides[writer].query(MARK)
      return [writer, rows[0]?.['position'] as string] as const
    }),
  )
  await Promise.all(written.map(([writer, position]) => untilConfirmed(sides, writer, position, patience)))
}

const COPYING = `
  SELECT FROM pg_subscription_rel r JOIN pg_subscription s ON s.oid = r.srsubid
   WHERE s.subname = $1 AND s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND r.srsubstate <> 'r' LIMIT 1`

/** What is confirmed is on disk and visible over there: the slot moves after the commit of the apply worker. */
async function untilConfirmed(sides: Sides, writer: RegionId, position: string, patience: Milliseconds): Promise<void> {
  const reader = peerOf(writer)
  const attempt = async (): Promise<boolean> => {
    // The stream of changes goes on beside the copy of a table; what it has confirmed says nothing about that table.
    const copying = await sides[reader].query(COPYING, [subscriptionName(reader)])
    if (copying.rows.length > 0) return false
    const { rows } = await sides[writer].query(
      'SELECT confirmed_flush_lsn >= $1::pg_lsn AS reached FROM pg_replication_slots WHERE slot_name = $2',
      [position, slotName(reader)],
    )
    return rows[0]?.['reached'] === true
  }
  try {
    await eventually(attempt, { awaited: `${reader} to apply`, deadline: patience, interval: 100 })
  } catch (error) {
    if (!isConditionNotMetError(error) || error.cause !== undefined) throw error
    throw new PositionNotReachedError(reader, patience)
  }
}

import type { Milliseconds } from '@bicoastal/kernel'
import type { SqlConnection } from '../install/sql-connection.js'

/** How much of the conflict inbox is kept. */
export interface ConflictRetention {
  /** Conflicts noted longer ago are forgotten. Default 30 days. */
  readonly age?: Milliseconds
  /** Of more than so many the oldest are forgotten. Default 100,000. */
  readonly count?: number
}

const DAY = 86_400_000

const PRUNE = `
  -- In: age in milliseconds, how many to keep. Out: one row with the number of those forgotten.
  WITH pruned AS (
    DELETE FROM convergence.conflicts AS conflict
     WHERE conflict.logged_at < clock_timestamp() - make_interval(secs => $1::double precision / 1000)
        OR conflict.logged_at < (SELECT newer.logged_at FROM convergence.conflicts AS newer
                                  ORDER BY newer.logged_at DESC OFFSET $2 - 1 LIMIT 1)
    RETURNING 1
  )
  SELECT count(*)::int AS count FROM pruned`

/**
 * Forgets conflicts that are too old or too many, so that a region under constant conflict does not fill its disk. Run it now and then, as the owner
 * of the table; two at once do no harm.
 *
 * @returns how many were forgotten.
 */
export async function pruneConflicts(
  connection: SqlConnection,
  { age = 30 * DAY, count = 100_000 }: ConflictRetention = {},
): Promise<number> {
  const { rows } = await connection.query(PRUNE, [age, count])
  return rows[0]?.['count'] as number
}

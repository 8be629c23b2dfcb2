import type { SqlConnection } from '../install/sql-connection.js'
import type { Verification } from '../verify/verification.js'

/** A comparison of the regions that was asked for; the region's keeper carries it out. */
export interface VerificationRecord {
  readonly id: string
  /** Who or what asked: an operator, the clock, a failover. */
  readonly reason: string
  /** Whether rows that differ are fetched by either region from the other afterwards. */
  readonly repairs: boolean
  readonly requestedAt: Date
  /** `null` until the keeper begins. */
  readonly startedAt: Date | null
  readonly finishedAt: Date | null
  /** What was found; `null` until it is finished, and when it failed. */
  readonly report: Verification | null
  /** Why nothing could be found out, such as a region that is behind. */
  readonly failure: string | null
}

const COLUMNS = `id, reason, repairs, requested_at AS "requestedAt", started_at AS "startedAt", finished_at AS "finishedAt", report, failure`

/** Asks this region's keeper for a comparison, with or without repair. For the application role as well. Resolves to its id. */
export async function requestVerification(
  connection: SqlConnection,
  request: Pick<VerificationRecord, 'reason' | 'repairs'>,
): Promise<string> {
  const { rows } = await connection.query(
    'INSERT INTO convergence.verifications (reason, repairs) VALUES ($1, $2) RETURNING id',
    [request.reason, request.repairs],
  )
  return rows[0]?.['id'] as string
}

/** A comparison by its id; `null` when there is none. */
export async function readVerification(connection: SqlConnection, id: string): Promise<VerificationRecord | null> {
  const { rows } = await connection.query(`SELECT ${COLUMNS} FROM convergence.verifications WHERE id = $1`, [id])
  return (rows[0] as unknown as VerificationRecord | undefined) ?? null
}

/** The latest comparisons, finished or not, the latest first. */
export async function listVerifications(
  connection: SqlConnection,
  limit: number,
): Promise<readonly VerificationRecord[]> {
  const { rows } = await connection.query(
    `SELECT ${COLUMNS} FROM convergence.verifications ORDER BY requested_at DESC LIMIT $1`,
    [limit],
  )
  return rows as unknown as readonly VerificationRecord[]
}

/** The reason of the comparison that follows a repair, once the rows are fetched here; the peer has this long for it. */
export const AFTER_REPAIR = 'after repair'
const FETCHING_TIME = '10 s'

/**
 * Takes the oldest comparison that is asked for and not finished, also one that a keeper began and did not survive. `null` when there is none.
 * Only the region's one active keeper may call it.
 */
export async function beginVerification(here: SqlConnection): Promise<VerificationRecord | null> {
  const { rows } = await here.query(
    `UPDATE convergence.verifications SET started_at = clock_timestamp()
      WHERE id = (SELECT id FROM convergence.verifications
                   WHERE finished_at IS NULL AND (reason <> $1 OR requested_at < clock_timestamp() - interval '${FETCHING_TIME}'
                     AND NOT EXISTS (SELECT FROM convergence.awaited_rows WHERE error_code IS NULL))
                   ORDER BY requested_at LIMIT 1) RETURNING ${COLUMNS}`,
    [AFTER_REPAIR],
  )
  return (rows[0] as unknown as VerificationRecord | undefined) ?? null
}

/** How many comparisons are kept. */
const KEPT = 200

/** Writes down how a comparison ended, and forgets the oldest ones. */
export async function finishVerification(
  here: SqlConnection,
  id: string,
  outcome: { readonly report: Verification } | { readonly failure: string },
): Promise<void> {
  const report = 'report' in outcome ? JSON.stringify(outcome.report) : null
  const failure = 'failure' in outcome ? outcome.failure : null
  await here.query(
    'UPDATE convergence.verifications SET finished_at = clock_timestamp(), report = $2, failure = $3 WHERE id = $1',
    [id, report, failure],
  )
  await here.query(
    `DELETE FROM convergence.verifications WHERE finished_at IS NOT NULL
        AND id NOT IN (SELECT id FROM convergence.verifications ORDER BY requested_at DESC LIMIT ${KEPT})`,
  )
}

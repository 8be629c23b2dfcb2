import type { SqlConnection } from '../install/sql-connection.js'
import type { Fault, Incident, IncidentKind } from './incident.js'

/** Which incidents are wanted. */
export interface IncidentQuery {
  /** Only those that last. */
  readonly open: boolean
  /** 1 to 1000. */
  readonly limit: number
}

/** The incidents of this region, the latest first. For the application role as well; takes any connection or pool. */
export async function listIncidents(
  connection: SqlConnection,
  { open, limit }: IncidentQuery,
): Promise<readonly Incident[]> {
  const { rows } = await connection.query(
    `SELECT id, kind, subject, message, advice, detail, occurrences, detected_at AS "detectedAt", last_seen_at AS "lastSeenAt", healed_at AS "healedAt"
       FROM convergence.incidents WHERE healed_at IS NULL OR NOT $1 ORDER BY detected_at DESC LIMIT $2`,
    [open, limit],
  )
  return rows as unknown as readonly Incident[]
}

/** Opens an incident, or marks the open one of this kind and subject as seen again, every few seconds at most. Resolves to true when it is a new one. */
export async function reportIncident(here: SqlConnection, fault: Fault): Promise<boolean> {
  const { rows } = await here.query(
    `INSERT INTO convergence.incidents AS known (kind, subject, message, advice, detail) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (kind, subject) WHERE healed_at IS NULL DO UPDATE
       SET message = EXCLUDED.message, advice = EXCLUDED.advice, detail = EXCLUDED.detail,
           occurrences = known.occurrences + 1, last_seen_at = clock_timestamp()
       WHERE known.message <> EXCLUDED.message OR known.last_seen_at < clock_timestamp() - interval '10 s'
     RETURNING occurrences = 1 AS fresh`,
    [fault.kind, fault.subject, fault.message, fault.advice, JSON.stringify(fault.detail)],
  )
  return rows[0]?.['fresh'] === true
}

/** Closes the open incidents of a kind, of one subject or of all. Resolves to the subjects that were open. */
export async function healIncidents(
  here: SqlConnection,
  kind: IncidentKind,
  subject: string | null = null,
): Promise<readonly string[]> {
  const { rows } = await here.query(
    `UPDATE convergence.incidents SET healed_at = clock_timestamp()
      WHERE kind = $1 AND healed_at IS NULL AND ($2::text IS NULL OR subject = $2) RETURNING subject`,
    [kind, subject],
  )
  return rows.map((row) => row['subject'] as string)
}

/** How long an incident is kept after it was healed. */
const RETENTION = '90 days'

/** Forgets incidents that were healed long ago, so that the table stays small. */
export async function forgetOldIncidents(here: SqlConnection): Promise<void> {
  await here.query(`DELETE FROM convergence.incidents WHERE healed_at < clock_timestamp() - interval '${RETENTION}'`)
}

import type { RowImage } from '@bicoastal/kernel'
import { type RowKey, shownKey } from '../comparison/row-text.js'
import type { SqlConnection } from '../install/sql-connection.js'

/** A row of the peer that this region could not hold so far. It is tried again until it fits. */
export interface QuarantinedRow {
  readonly table: string
  /** `(k1)`. */
  readonly key: string
  /** What the peer sent, as text by column; `null` where it could not even be read. Contains customers' data. */
  readonly image: RowImage | null
  /** SQLSTATE, or `unknown_column`, `unknown_table`, `not_published`, `gone_from_peer`. */
  readonly code: string
  readonly reason: string
  readonly attempts: number
  readonly since: Date
  readonly nextAttemptAt: Date
}

/** The rows in this region's quarantine, the oldest first. For the application role as well; takes any connection or pool. */
export async function listQuarantine(connection: SqlConnection, limit: number): Promise<readonly QuarantinedRow[]> {
  const { rows } = await connection.query(
    `SELECT table_name AS "table", key, image, error_code AS code, error AS reason, attempts, awaited_since AS since, next_attempt_at AS "nextAttemptAt"
       FROM convergence.awaited_rows WHERE error_code IS NOT NULL ORDER BY awaited_since LIMIT $1`,
    [limit],
  )
  return rows.map((row) => ({ ...row, key: shownKey(row['key'] as RowKey) })) as unknown as readonly QuarantinedRow[]
}

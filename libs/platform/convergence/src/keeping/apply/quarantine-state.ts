import type { SqlConnection } from '../../install/sql-connection.js'

/** The tables with rows in quarantine. */
export interface QuarantinedTable {
  readonly table: string
  readonly rows: number
  /** Why the latest of them was refused. */
  readonly reason: string
  readonly code: string
  readonly keys: readonly string[]
}

const STATE = `
  SELECT table_name AS "table", count(*)::int AS rows, (array_agg(error ORDER BY next_attempt_at DESC))[1] AS reason,
         (array_agg(error_code ORDER BY next_attempt_at DESC))[1] AS code, (array_agg(array_to_string(key, ',') ORDER BY awaited_since))[1:5] AS keys
    FROM convergence.awaited_rows WHERE error_code IS NOT NULL GROUP BY 1`

/** What is in quarantine, table by table. */
export async function quarantinedTables(here: SqlConnection): Promise<readonly QuarantinedTable[]> {
  return (await here.query(STATE)).rows as unknown as readonly QuarantinedTable[]
}

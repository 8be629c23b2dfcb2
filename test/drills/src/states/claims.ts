import type { Pool } from 'pg'

/** A claim as it is in one region after the drill. */
export interface ClaimRow {
  readonly holder: string
  readonly state: string
}

const CLAIMS = `
  -- In: prefix of the drill's keys. Out: its claims.
  SELECT value, holder, state FROM public.claims WHERE namespace = 'probe' AND starts_with(value, $1)`

/** The claims of the drill `runId`, by the key that was claimed. */
export async function readClaims(sql: Pool, runId: string): Promise<ReadonlyMap<string, ClaimRow>> {
  const { rows } = await sql.query<ClaimRow & { value: string }>(CLAIMS, [`${runId}-`])
  return new Map(rows.map(({ value, holder, state }) => [value, { holder, state }]))
}

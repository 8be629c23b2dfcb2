import type { Pool } from 'pg'

const ESCROWS = `
  -- In: prefix of the drill's keys. Out: what is left in each of its escrows, in both regions together.
  SELECT key, value FROM public.probe_escrows WHERE starts_with(key, $1)`

/** What is left in the escrows of the drill `runId`, by their keys. */
export async function readEscrows(sql: Pool, runId: string): Promise<ReadonlyMap<string, bigint>> {
  const { rows } = await sql.query<{ key: string; value: string }>(ESCROWS, [`${runId}-`])
  return new Map(rows.map(({ key, value }) => [key, BigInt(value)]))
}

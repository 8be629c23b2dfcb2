import type { Pool } from 'pg'

const COUNTERS = `
  -- In: prefix of the drill's keys. Out: its counters.
  SELECT key, value FROM public.probe_counters WHERE starts_with(key, $1)`

/** The counters of the drill `runId`, by their keys. */
export async function readCounters(sql: Pool, runId: string): Promise<ReadonlyMap<string, bigint>> {
  const { rows } = await sql.query<{ key: string; value: string }>(COUNTERS, [`${runId}-`])
  return new Map(rows.map(({ key, value }) => [key, BigInt(value)]))
}

import type { Pool } from 'pg'

const SETS = `
  -- In: prefix of the drill's keys. Out: its sets.
  SELECT key, elements FROM public.probe_sets WHERE starts_with(key, $1)`

/** The sets of the drill `runId`, by their keys. */
export async function readSets(sql: Pool, runId: string): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { rows } = await sql.query<{ key: string; elements: string[] }>(SETS, [`${runId}-`])
  return new Map(rows.map(({ key, elements }) => [key, new Set(elements)]))
}

import type { Pool } from 'pg'

const CONDEMNED = `
  -- In: prefix of the drill's names. Out: its condemned products, and whether each is deleted.
  SELECT id, deleted_at IS NOT NULL AS deleted FROM public.products WHERE starts_with(name, $1)`

/** The condemned products of the drill `runId` by their ids: true for those that are deleted. */
export async function readCondemned(sql: Pool, runId: string): Promise<ReadonlyMap<string, boolean>> {
  const { rows } = await sql.query<{ id: string; deleted: boolean }>(CONDEMNED, [`${runId} condemned `])
  return new Map(rows.map(({ id, deleted }) => [id, deleted]))
}

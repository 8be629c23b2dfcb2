import type { Pool } from 'pg'

/** An entry as it is in one region. */
export interface LedgerState {
  readonly id: string
  readonly account: string
  readonly amount: number
}

const ENTRIES = `
  -- In: prefix of the drill's accounts. Out: their entries.
  SELECT id, account, amount::int AS amount FROM public.probe_ledger_entries WHERE starts_with(account, $1)`

/** The ledger entries of the drill `runId`. */
export async function readLedger(sql: Pool, runId: string): Promise<readonly LedgerState[]> {
  return (await sql.query<LedgerState>(ENTRIES, [`${runId}-`])).rows
}

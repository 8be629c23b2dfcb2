import type { Pool } from 'pg'

/** A register as it is in one region after the drill. */
export interface RegisterState {
  readonly value: string
  readonly version: bigint
}

const REGISTERS = `
  -- In: prefix of the drill's keys. Out: value and version of each of its registers.
  SELECT key, value, coalesce(_v_value, _h) AS version FROM public.probe_registers WHERE starts_with(key, $1)`

/** The registers of the drill `runId`, by their keys. */
export async function readRegisters(sql: Pool, runId: string): Promise<ReadonlyMap<string, RegisterState>> {
  const { rows } = await sql.query<{ key: string; value: string; version: string }>(REGISTERS, [`${runId}-`])
  return new Map(rows.map(({ key, value, version }) => [key, { value, version: BigInt(version) }]))
}

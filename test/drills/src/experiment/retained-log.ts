import { REGIONS } from '@bicoastal/kernel'
import type { TwoRegions } from '@bicoastal/testkit'

const RETAINED = `
  -- Out: bytes between the end of the write-ahead log and the oldest of it that a slot holds back.
  SELECT coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)), 0)::float8 AS bytes
  FROM pg_replication_slots WHERE NOT temporary`

/** The most write-ahead log that any slot of either region holds back, in bytes. A slot that nobody reads fills the disk. */
export async function retainedLog(regions: TwoRegions): Promise<number> {
  const answers = await Promise.all(REGIONS.map((region) => regions.sql(region).query<{ bytes: number }>(RETAINED)))
  return Math.max(...answers.map(({ rows }) => rows[0]?.bytes ?? 0))
}

import { type Milliseconds, REGIONS, type RegionId, eventually, peerOf, seconds } from '@bicoastal/kernel'
import type { TwoRegions } from '@bicoastal/testkit'

const WRITTEN = `
  -- Out: how far this region's write-ahead log is on disk.
  SELECT pg_current_wal_flush_lsn() AS position`

const APPLIED = `
  -- In: a position in the peer's write-ahead log. Out: whether every subscription has applied it.
  -- Either of the two may lag: the origin moves with transactions that concern us, the worker's report with all others.
  SELECT bool_and(greatest(pg_replication_origin_progress('pg_' || subid, false), latest_end_lsn) >= $1::pg_lsn) AS applied
  FROM pg_stat_subscription WHERE relid IS NULL AND worker_type = 'apply'`

/**
 * Waits until each region has applied everything that the other had committed when this was called.
 *
 * @returns how long that took.
 * @throws ConditionNotMetError when it did not happen within `deadline`.
 */
export async function catchUp(regions: TwoRegions, deadline: Milliseconds = seconds(60)): Promise<Milliseconds> {
  const startedAt = performance.now()
  await Promise.all(REGIONS.map((region) => applied(regions, region, deadline)))
  return performance.now() - startedAt
}

async function applied(regions: TwoRegions, region: RegionId, deadline: Milliseconds): Promise<void> {
  const peer = peerOf(region)
  const { rows } = await regions.sql(peer).query<{ position: string }>(WRITTEN)
  const position = rows[0]?.position
  const reached = async () => {
    const answer = await regions.sql(region).query<{ applied: boolean | null }>(APPLIED, [position])
    return answer.rows[0]?.applied === true
  }
  await eventually(reached, { awaited: `${region} to have applied ${peer} up to ${position}`, deadline, interval: 20 })
}

import { FEATURES } from '@bicoastal/features'
import { type TestRegion, createTestRegion, migrateSchema, startTwoRegions } from '@bicoastal/testkit'
import { benchmarkApply } from './apply-throughput.js'
import { benchmarkApplyLag } from './apply-lag.js'
import { benchmarkPglogical } from './apply-pglogical.js'
import type { Measurement } from './benchmark.js'
import { benchmarkCachedRead } from './cached-read.js'
import { benchmarkGrowth } from './growth.js'
import { benchmarkHotRead } from './hot-read.js'
import { benchmarkProductWrite } from './product-write.js'
import { benchmarkReplicationLag } from './replication-lag.js'
import { benchmarkResync } from './resync.js'
import { benchmarkStampedWrite } from './stamped-write.js'

const HTTP_ROUNDS = { rounds: 7, secondsPerRound: 2 }
const LAG_SECONDS = 20
/** What a peer that was away has to catch up with. */
const BACKLOG = 200_000

/** What `./scripts/bench <name> ...` can measure, in the order in which all of it is. */
export const BENCHMARKS: Readonly<Record<string, () => Promise<readonly Measurement[]>>> = {
  'stamped-write': () => benchmarkStampedWrite({ rounds: 11, writesPerRound: 300 }),
  apply: () => benchmarkApply({ rows: BACKLOG, rounds: 3 }),
  pglogical: () => benchmarkPglogical({ rows: BACKLOG / 4, rounds: 3 }),
  resync: () => benchmarkResync({ rows: BACKLOG, rounds: 3 }),
  'apply-lag': () => benchmarkApplyLag(10),
  growth: () => benchmarkGrowth({ rows: BACKLOG / 10, rounds: 2 }),
  'hot-read': () => withRegion((region) => benchmarkHotRead(region, HTTP_ROUNDS)),
  'cached-read': () => withRegion(async (region) => [await benchmarkCachedRead(region, HTTP_ROUNDS)]),
  'product-write': () => withRegion(async (region) => [await benchmarkProductWrite(region, HTTP_ROUNDS)]),
  'replication-lag': () => measureReplicationLag(),
}

/** Servers with a region's own settings: commits wait for the disk. */
async function withRegion<T>(measure: (region: TestRegion) => Promise<T>): Promise<T> {
  const settings = { fsync: true, full_page_writes: true }
  const region = await createTestRegion({ dedicated: { settings }, migrate: migrateSchema })
  try {
    return await measure(region)
  } finally {
    await region.release()
  }
}

async function measureReplicationLag(): Promise<readonly Measurement[]> {
  const regions = await startTwoRegions({ features: FEATURES })
  try {
    await Promise.all([regions.stack.untilPaired('east'), regions.stack.untilPaired('west')])
    return [await benchmarkReplicationLag(regions, LAG_SECONDS)]
  } finally {
    await regions.release()
  }
}

import { setTimeout as delay } from 'node:timers/promises'
import { type Milliseconds, REGIONS, type RegionId, peerOf, seconds } from '@bicoastal/kernel'
import { ApiClient, type TwoRegions } from '@bicoastal/testkit'
import { steadyWrites } from '../load/steady-writes.js'
import { quantile } from '../load/statistics.js'
import type { Measurement } from './benchmark.js'

const PER_SECOND = 200
/** A pace that was kept to less than this was another experiment. */
const LEAST_PART = 0.95
const MOST_LAG: Milliseconds = seconds(10)
/** Asking without a pause would take one of two processors from what is measured. */
const POLL_INTERVAL: Milliseconds = 1

/** Sampled writes of one direction. */
interface Direction {
  readonly from: RegionId
  readonly samples: number
  readonly p50: Milliseconds
  readonly p99: Milliseconds
  readonly highest: Milliseconds
}

/**
 * How long after its acknowledgement a write is visible in the peer's database, while both regions take 200 writes a
 * second through their edges. Sampled: a register is written through the api, and the peer's database is asked every
 * millisecond until it is there.
 */
export async function benchmarkReplicationLag(regions: TwoRegions, durationSeconds: number): Promise<Measurement> {
  const token = await regions.token({ subject: 'bench', roles: ['ops', 'merchant'] })
  const load = REGIONS.map((region) =>
    steadyWrites({ origin: regions.origins[region], token, perSecond: PER_SECOND, durationSeconds }),
  )
  const endsAt = performance.now() + durationSeconds * 1000
  const directions = await Promise.all(
    REGIONS.map((region) => sampleDirection(regions, region, new ApiClient(regions.origins[region], token), endsAt)),
  )
  const writers = await Promise.all(load)
  const achieved = Math.min(...writers.map((writer) => writer.requestsPerSecond))
  return {
    name: 'replication lag',
    against: `acknowledged here until visible there, ${achieved.toFixed(0)} writes/s in each region at once`,
    result: directions
      .map(({ from, p50, p99 }) => `${from} to ${peerOf(from)} p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`)
      .join('; '),
    target: `p99 <= 1000 ms at ${PER_SECOND} writes/s, of which at least ${PER_SECOND * LEAST_PART} are achieved`,
    met: directions.every(({ p99 }) => p99 <= 1000) && achieved >= PER_SECOND * LEAST_PART,
    details: { directions, writers },
  }
}

async function sampleDirection(
  regions: TwoRegions,
  from: RegionId,
  client: ApiClient,
  endsAt: number,
): Promise<Direction> {
  const peer = await regions.sql(peerOf(from)).connect()
  const lags: Milliseconds[] = []
  try {
    while (performance.now() < endsAt) {
      const key = `lag-${from}-${lags.length}-${process.pid}`
      const answer = await client.put(`/probe/registers/${key}`, { value: 'sample' })
      const acknowledgedAt = performance.now()
      if (answer.status !== 200) throw new Error(`A sampled write was answered ${answer.status}.`)
      const query = { name: 'visible', text: 'SELECT FROM public.probe_registers WHERE key = $1', values: [key] }
      while ((await peer.query(query)).rowCount === 0) {
        if (performance.now() > acknowledgedAt + MOST_LAG)
          throw new Error(`A write was not visible after ${MOST_LAG} ms.`)
        await delay(POLL_INTERVAL)
      }
      lags.push(performance.now() - acknowledgedAt)
    }
  } finally {
    peer.release()
  }
  return {
    from,
    samples: lags.length,
    p50: quantile(lags, 0.5),
    p99: quantile(lags, 0.99),
    highest: quantile(lags, 1),
  }
}

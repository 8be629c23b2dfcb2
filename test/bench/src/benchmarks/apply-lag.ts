import { benchTable } from '../sql/bench-table.js'
import { changesOf } from '../sql/changes.js'
import { mergeLane } from '../sql/servers/merge-lane.js'
import { startServerPair } from '../sql/servers/server-pair.js'
import { CREATE_WRITER, type Lag, measureLag, ROWS_PER_WRITER, WRITERS } from '../sql/steady-writer.js'
import { drain } from '../sql/streams/drain.js'
import type { Measurement } from './benchmark.js'

const STEADY_RATE = 500
const MOST_AT_STEADY = 5
const MOST_NEAR_LIMIT = 50
const PART_OF_LIMIT = 0.8
const PROBE_SECONDS = 3
/** A pace is sustainable that the writers kept up with and at which nothing heaps up. */
const LEAST_PART = 0.97
const MOST_SUSTAINED = 250

/** What the library subscribes with. */
const SETTINGS = 'origin = none, streaming = off, synchronous_commit = on'

/** How far the subscriber is behind, in SQL, at a steady pace and near the highest pace that it can keep. */
export async function benchmarkApplyLag(seconds: number): Promise<readonly Measurement[]> {
  const servers = await startServerPair()
  try {
    const table = benchTable()
    const lane = await mergeLane(servers, table, { settings: SETTINGS })
    const urls = { publisherUrl: lane.publisherUrl, subscriberUrl: lane.subscriberUrl }
    await drain(lane, { published: changesOf(table.shape).insert(ROWS_PER_WRITER * WRITERS, 1000) })
    await lane.publisher.query(CREATE_WRITER)
    await lane.stream.prepare()
    await lane.stream.start()
    await measureLag(urls, { perSecond: STEADY_RATE, seconds: PROBE_SECONDS })
    const steady = await measureLag(urls, { perSecond: STEADY_RATE, seconds })
    const limit = await highestSustained((perSecond) => measureLag(urls, { perSecond, seconds: PROBE_SECONDS }))
    const near = await measureLag(urls, { perSecond: limit * PART_OF_LIMIT, seconds })
    await lane.stream.drop()
    return [
      lagMeasurement(`apply lag at ${STEADY_RATE} transactions/s`, steady, MOST_AT_STEADY),
      lagMeasurement(
        `apply lag at 80% of the ${limit.toFixed(0)} transactions/s that it sustains`,
        near,
        MOST_NEAR_LIMIT,
      ),
    ]
  } finally {
    await servers.stop()
  }
}

/** Doubles the pace until it cannot be kept, then halves the distance three times. */
async function highestSustained(measure: (perSecond: number) => Promise<Lag>): Promise<number> {
  const sustains = async (perSecond: number) => {
    const lag = await measure(perSecond)
    return lag.writesPerSecond >= perSecond * LEAST_PART && lag.p99 <= MOST_SUSTAINED
  }
  let [kept, missed] = [STEADY_RATE, STEADY_RATE * 2]
  while (await sustains(missed)) [kept, missed] = [missed, missed * 2]
  for (let step = 0; step < 3; step++) {
    const middle = (kept + missed) / 2
    if (await sustains(middle)) kept = middle
    else missed = middle
  }
  return kept
}

function lagMeasurement(name: string, lag: Lag, most: number): Measurement {
  const { p50, p99, highest, samples, writesPerSecond } = lag
  return {
    name,
    against: `acknowledged here until visible there, on loopback, ${samples} samples by schedule, ${writesPerSecond.toFixed(0)} writes/s, fsync on, every commit awaited on both sides`,
    result: `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, highest ${highest.toFixed(1)} ms`,
    target: `p99 <= ${most} ms`,
    met: p99 <= most,
    details: lag,
  }
}

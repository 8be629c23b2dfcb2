import { eventually, type Milliseconds, minutes } from '@bicoastal/kernel'
import type { Client } from 'pg'
import { spreadOf } from '../load/statistics.js'
import { inWords } from '../report/in-words.js'
import { benchTable } from '../sql/bench-table.js'
import { changesOf } from '../sql/changes.js'
import { mergeLane } from '../sql/servers/merge-lane.js'
import { plainLane } from '../sql/servers/plain-lane.js'
import { startServerPair } from '../sql/servers/server-pair.js'
import { emptyTables } from '../sql/round.js'
import { drain } from '../sql/streams/drain.js'
import type { CopyingStream, Lane } from '../sql/streams/change-stream.js'
import type { ApplyOptions } from './apply-throughput.js'
import type { Measurement } from './benchmark.js'

const LEAST = 0.5

/** A copy of a table over the same rows, as after a lost slot, against a native copy of it into an empty table. */
export async function benchmarkResync({ rows, rounds }: ApplyOptions): Promise<readonly Measurement[]> {
  const servers = await startServerPair()
  try {
    const table = benchTable()
    const [plain, merge] = [await plainLane(servers, table), await mergeLane(servers, table)]
    const fill = changesOf(table.shape).insert(rows, 1000)
    await drain(merge, { published: fill })
    await plain.publisher.query(fill)
    const ratios: number[] = []
    let written = 0
    for (let round = 0; round < rounds; round++) {
      await emptyTables(plain.subscriber)
      const native = await copy(plain)
      const before = await rowsWritten(merge.subscriber)
      ratios.push(native / (await copy(merge)))
      written += (await rowsWritten(merge.subscriber)) - before
    }
    const ratio = spreadOf(ratios)
    return [
      {
        name: 'resync of identical rows',
        against: `a native copy of ${rows} rows into an empty table, ${rounds} rounds, fsync on`,
        result: `${inWords(ratio)} of its speed; ${written} rows written`,
        target: `>= ${LEAST} of its speed, 0 rows written`,
        met: ratio.median >= LEAST && written === 0,
        details: { ratio, written },
      },
    ]
  } finally {
    await servers.stop()
  }
}

async function copy({ subscriber, stream, name }: Lane<CopyingStream>): Promise<Milliseconds> {
  // Markers do not merge: a copy over those that are there would fail.
  await subscriber.query('TRUNCATE public.markers')
  await subscriber.query('CHECKPOINT')
  const startedAt = performance.now()
  await stream.copy()
  const copied = async () => {
    const { rows } = await subscriber.query("SELECT bool_and(srsubstate = 'r') AS ready FROM pg_subscription_rel")
    return rows[0]?.ready
  }
  await eventually(copied, { awaited: `the copy of ${name}`, deadline: minutes(5), interval: 10 })
  const took = performance.now() - startedAt
  await stream.drop()
  return took
}

async function rowsWritten(server: Client): Promise<number> {
  await server.query('SELECT pg_stat_clear_snapshot()')
  const { rows } = await server.query(
    "SELECT n_tup_ins + n_tup_upd AS written FROM pg_stat_user_tables WHERE relname = 'items'",
  )
  return Number(rows[0]?.written)
}

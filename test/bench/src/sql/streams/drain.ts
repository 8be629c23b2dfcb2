import { readFileSync } from 'node:fs'
import { eventually, type Milliseconds, minutes } from '@bicoastal/kernel'
import type { Lane } from './change-stream.js'

/** What is written before the stream begins to carry, and what the subscriber wrote meanwhile. */
export interface Backlog {
  readonly published: string
  /** Written by the subscriber itself, before: every published change then meets one of its own. */
  readonly subscriberWrites?: string
}

/** How long a backlog took. */
export interface Drained {
  /** From the moment the worker runs until the last change is visible. */
  readonly elapsed: Milliseconds
  /** What the worker that applies used of a processor meanwhile: what else the machine does hardly shows in it. */
  readonly processorTime: Milliseconds
}

/** How often the subscriber is asked whether the last change is there: seldom enough not to cost it anything. */
const POLL_INTERVAL: Milliseconds = 10

/**
 * How long the subscriber takes to apply a backlog that is complete before it begins. Both servers were vacuumed and checkpointed
 * before, so that every drain finds the same.
 */
export async function drain(lane: Lane, { published, subscriberWrites }: Backlog): Promise<Drained> {
  const { publisher, subscriber, stream } = lane
  if (subscriberWrites !== undefined) await subscriber.query(subscriberWrites)
  await stream.prepare()
  await publisher.query(published)
  const { rows } = await publisher.query(
    'INSERT INTO public.markers SELECT coalesce(max(number), 0) + 1 FROM public.markers RETURNING number',
  )
  for (const server of [publisher, subscriber]) {
    await server.query('VACUUM (ANALYZE) public.items')
    await server.query('CHECKPOINT')
  }
  await stream.start()
  const waiting = { interval: POLL_INTERVAL, deadline: minutes(5) }
  const worker = await eventually(() => applyingProcess(lane), { ...waiting, awaited: `${lane.name} to begin` })
  const startedAt = performance.now()
  const arrived = async () =>
    (await subscriber.query('SELECT FROM public.markers WHERE number = $1', [rows[0].number])).rowCount === 1
  await eventually(arrived, { ...waiting, awaited: `${lane.name} to drain` })
  const drained = { elapsed: performance.now() - startedAt, processorTime: runTime(worker) }
  await stream.drop()
  return drained
}

/** The process that applies, once the publisher sends. */
async function applyingProcess({ publisher, subscriber }: Lane): Promise<number | undefined> {
  const { rowCount } = await publisher.query("SELECT FROM pg_stat_replication WHERE state IN ('catchup', 'streaming')")
  if ((rowCount ?? 0) === 0) return undefined
  const { rows } = await subscriber.query(
    `SELECT pid FROM pg_stat_activity
     WHERE datname = current_database()
       AND (backend_type LIKE 'logical replication%worker' OR application_name LIKE 'pglogical apply%')`,
  )
  return rows[0]?.pid
}

/** Linux counts it in nanoseconds. */
function runTime(pid: number): Milliseconds {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6
}

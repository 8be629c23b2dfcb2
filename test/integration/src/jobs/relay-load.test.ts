import { readFileSync } from 'node:fs'
import { eventually } from '@bicoastal/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TcpProxy } from '../faults/tcp-proxy.js'
import { JobsFixture, PATIENCE } from './jobs-fixture.js'

let jobs: JobsFixture
let queue: TcpProxy

beforeAll(async () => {
  jobs = await JobsFixture.create()
  queue = await TcpProxy.start(jobs.region.servers.queue.port)
})

afterAll(async () => {
  await queue.stop()
  await jobs.release()
})

const MEGABYTE = 1024 ** 2
/** Ten times what the relay holds at most, of rows that are large for it: 80 MB of log. */
const COUNT = 20_000

/** The most memory that a process ever held, in bytes. */
function peakMemory(pid: number): number {
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}

async function promiseMany(): Promise<void> {
  await jobs.region.sql.query(
    `INSERT INTO jobs (id, name, payload, home)
     SELECT gen_random_uuid(), 'leave-effect', jsonb_build_object('text', string_agg(md5(random()::text), '')), 1
     FROM generate_series(1, $1) AS job, generate_series(1, 120) GROUP BY job`,
    [COUNT],
  )
}

/** Waits until Postgres cannot get rid of what it wants to send to the relay, and not just for a moment. */
async function untilHeldBack(): Promise<void> {
  const query = `SELECT FROM pg_stat_activity WHERE wait_event = 'WalSenderWriteData' AND datname = current_database()`
  let inARow = 0
  const heldBack = async () => {
    inARow = (await jobs.region.sql.query(query)).rowCount === 1 ? inARow + 1 : 0
    return inARow >= 30
  }
  await eventually(heldBack, { awaited: 'Postgres to be held back', deadline: PATIENCE })
}

test('a huge transaction that the queue does not take waits in Postgres, not in the memory of the relay', async () => {
  const relay = await jobs.relay('relay', { QUEUE_URL: queue.through(jobs.region.servers.queue.url) })
  await jobs.promise()
  await jobs.untilAcknowledged()
  const before = peakMemory(relay.pid)
  queue.freeze()
  await promiseMany()
  await untilHeldBack()
  expect(peakMemory(relay.pid) - before).toBeLessThan(60 * MEGABYTE)
  queue.restore()
  await eventually(async () => (await jobs.queued()) === COUNT + 1, { awaited: 'all to be queued', deadline: PATIENCE })
  await jobs.untilAcknowledged()
})

import { readFileSync } from 'node:fs'
import { eventually } from '@bicoastal/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { JobsFixture, PATIENCE } from './jobs-fixture.js'

let jobs: JobsFixture

beforeAll(async () => {
  jobs = await JobsFixture.create()
})

afterAll(() => jobs.release())

const MEGABYTE = 1024 ** 2
const COUNT = 20_000

/** The most memory that a process ever held, in bytes. */
function peakMemory(pid: number): number {
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}

/** A hundred times the relay's buffers, of rows that are large for it: 80 MB of log. */
async function promiseMany(): Promise<void> {
  await jobs.region.sql.query(
    `INSERT INTO jobs (id, name, payload, home)
     SELECT gen_random_uuid(), 'leave-effect', jsonb_build_object('text', repeat(md5(random()::text), 50)), 1
     FROM generate_series(1, $1)`,
    [COUNT],
  )
}

test('one transaction with very many promises goes through the relay in constant memory', async () => {
  const relay = await jobs.relay()
  await jobs.promise()
  await jobs.untilAcknowledged()
  const before = peakMemory(relay.pid)
  await promiseMany()
  await eventually(async () => (await jobs.queued()) === COUNT + 1, { awaited: 'all to be queued', deadline: PATIENCE })
  await jobs.untilAcknowledged()
  expect(peakMemory(relay.pid) - before).toBeLessThan(120 * MEGABYTE)
  expect(await jobs.metric('relay', 'relay_jobs_total')).toBe(COUNT + 1)
})

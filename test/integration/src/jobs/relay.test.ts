import { QUEUE, QUEUE_PREFIX } from '@bicoastal/jobs'
import { REGION_NUMBERS, eventually } from '@bicoastal/kernel'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { TcpProxy } from '../faults/tcp-proxy.js'
import { JobsFixture, PATIENCE } from './jobs-fixture.js'

let jobs: JobsFixture

beforeEach(async () => {
  jobs = await JobsFixture.create()
})

afterEach(() => jobs.release())

async function untilQueued(count: number): Promise<void> {
  await eventually(async () => (await jobs.queued()) === count, {
    awaited: `${count} jobs in the queue`,
    deadline: PATIENCE,
  })
}

test('promises reach the queue in the order of their commits, those that were rolled back never', async () => {
  await jobs.relay()
  const first = await jobs.promise()
  await jobs.region.sql.query(
    `BEGIN; INSERT INTO jobs (id, name, payload, home) VALUES (gen_random_uuid(), 'leave-effect', '{}', 1); ROLLBACK`,
  )
  const second = await jobs.promise()
  await untilQueued(2)
  const redis = new Redis(jobs.region.servers.queue.url)
  expect(await redis.lrange(`${QUEUE_PREFIX}:${QUEUE}:wait`, 0, -1)).toEqual([second, first])
  redis.disconnect()
  await jobs.untilAcknowledged()
})

test('promises of the peer that replication brings are left to the peer', async () => {
  await jobs.relay()
  await jobs.promise({}, REGION_NUMBERS.west)
  const ours = await jobs.promise()
  await untilQueued(1)
  await jobs.untilAcknowledged()
  expect(await jobs.queued()).toBe(1)
  expect(await jobs.state(ours)).toMatchObject({ state: 'queued' })
})

describe('a relay that is killed', () => {
  test('after Redis has a job and before the log is acknowledged delivers it again, and its effect stays single', async () => {
    const edge = await TcpProxy.start(jobs.region.servers.postgres.port)
    try {
      const victim = await jobs.relay('relay-1', {
        REPLICATION_DATABASE_URL: edge.through(jobs.region.databaseUrls.replication),
      })
      await jobs.untilAcknowledged()
      // From here on Postgres hears nothing from the relay any more, which still gets the log.
      edge.judge = () => 'swallow'
      const id = await jobs.promise()
      await untilQueued(1)
      const { confirmed, end } = await jobs.acknowledged()
      expect(confirmed).toBeLessThan(end)
      await victim.kill()
      await jobs.worker()
      await jobs.untilState(id, 'done')
      await jobs.untilIdle()
      await jobs.relay('relay-2')
      await jobs.untilAcknowledged()
      expect(await jobs.metric('relay-2', 'relay_jobs_total')).toBe(1)
      await jobs.untilIdle()
      expect(await jobs.effects(id)).toEqual([1])
    } finally {
      await edge.stop()
    }
  })

  test('is replaced by the one that stands by; of two, one is active', async () => {
    const relays = [await jobs.relay('relay-1'), await jobs.relay('relay-2')]
    const active = () => Promise.all(['relay-1', 'relay-2'].map((name) => jobs.metric(name, 'relay_active')))
    await eventually(async () => (await active()).includes(1), { awaited: 'a relay to be active', deadline: PATIENCE })
    const before = await active()
    expect(before.toSorted()).toEqual([0, 1])
    const victim = before.indexOf(1)
    await relays[victim]?.kill()
    const id = await jobs.promise()
    await untilQueued(1)
    expect(await jobs.metric(`relay-${2 - victim}`, 'relay_active')).toBe(1)
    expect(await jobs.state(id)).toMatchObject({ state: 'queued' })
  })
})

test('a relay that is asked to stop leaves nothing to be delivered twice, and gives the slot free at once', async () => {
  const relay = await jobs.relay('relay-1')
  await jobs.promise()
  await untilQueued(1)
  expect(await relay.stop()).toEqual({ code: 0, signal: null })
  expect((await jobs.acknowledged()).active).toBe(false)
  await jobs.relay('relay-2')
  await jobs.untilAcknowledged()
  expect(await jobs.metric('relay-2', 'relay_jobs_total')).toBe(0)
})

describe('while Postgres is away', () => {
  test.each(['cut', 'frozen'] as const)(
    '(%s) the relay waits, and delivers everything when it is back',
    async (how) => {
      const edge = await TcpProxy.start(jobs.region.servers.postgres.port)
      try {
        const url = edge.through(jobs.region.databaseUrls.replication)
        await jobs.relay('relay', { REPLICATION_DATABASE_URL: url })
        await jobs.promise()
        await untilQueued(1)
        if (how === 'cut') edge.refuse()
        else edge.freeze()
        await jobs.promise()
        const broken = async () => (await jobs.metric('relay', 'relay_active')) === 0
        await eventually(broken, { awaited: 'the relay to notice', deadline: PATIENCE })
        expect(await jobs.queued()).toBe(1)
        edge.restore()
        await untilQueued(2)
      } finally {
        await edge.stop()
      }
    },
  )
})

test('the region shows how old its outbox is and how far its readers are behind', async () => {
  await jobs.promise()
  await jobs.relay()
  await eventually(async () => (await jobs.metric('relay', 'outbox_age_seconds')) > 0, {
    awaited: 'the age of the outbox',
    deadline: PATIENCE,
  })
  const beats = async () =>
    (await jobs.region.sql.query('SELECT at FROM convergence.heartbeat WHERE region = 1')).rows[0]?.at
  const first = await eventually(beats, { awaited: 'a heartbeat', deadline: PATIENCE })
  await eventually(async () => (await beats()) > first, { awaited: 'the next heartbeat', deadline: PATIENCE })
  expect(await jobs.metric('relay', 'replication_lag_bytes', { slot: 'relay', region: 'east' })).toBeGreaterThanOrEqual(
    0,
  )
  await jobs.worker()
  await eventually(async () => (await jobs.metric('relay', 'outbox_age_seconds')) === 0, {
    awaited: 'the outbox to be empty',
    deadline: PATIENCE,
  })
})

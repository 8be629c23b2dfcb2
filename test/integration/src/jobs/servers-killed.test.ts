import { join } from 'node:path'
import { eventually } from '@bicoastal/kernel'
import { type PostgresHandle, type RedisHandle, startPostgres, startRedis } from '@bicoastal/local'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { JobsFixture, PATIENCE } from './jobs-fixture.js'

let jobs: JobsFixture
let restarted: (PostgresHandle | RedisHandle)[]

beforeEach(async () => {
  restarted = []
  jobs = await JobsFixture.create({ dedicated: {} })
})

afterEach(async () => {
  await jobs.release()
  await Promise.all(restarted.map((server) => server.stop()))
})

async function restartQueue(): Promise<void> {
  const { directory, queue } = jobs.region.servers
  restarted.push(await startRedis({ directory: join(directory, 'queue'), port: queue.port }))
}

async function restartPostgres(): Promise<void> {
  const { directory, postgres } = jobs.region.servers
  restarted.push(await startPostgres({ directory: join(directory, 'postgres'), port: postgres.port }))
}

test('jobs outlive the death of the queue: those it had, and those promised while it was gone', async () => {
  await jobs.relay()
  const before = [await jobs.promise(), await jobs.promise()]
  await eventually(async () => (await jobs.queued()) === 2, { awaited: 'the queue to have both', deadline: PATIENCE })
  await jobs.region.servers.queue.kill()
  const meanwhile = [await jobs.promise(), await jobs.promise()]
  const failures = () => jobs.metric('relay', 'relay_failures_total', { target: 'queue' })
  await eventually(async () => (await failures()) > 0, { awaited: 'the relay to notice', deadline: PATIENCE })
  await restartQueue()
  await jobs.worker()
  for (const id of [...before, ...meanwhile]) {
    await jobs.untilState(id, 'done')
    expect(await jobs.effects(id)).toEqual([1])
  }
  await jobs.untilAcknowledged()
})

test('a worker that loses the queue under a job finishes it once', async () => {
  await jobs.worker()
  const id = await jobs.promise({ seconds: 1 })
  await jobs.deliver(id)
  await jobs.untilHandling()
  await jobs.region.servers.queue.kill()
  await restartQueue()
  await jobs.untilState(id, 'done')
  await jobs.untilIdle()
  expect(await jobs.effects(id)).toEqual([1])
  const next = await jobs.promise()
  await jobs.deliver(next)
  await jobs.untilState(next, 'done')
})

test('relay and worker outlive a crash of Postgres; no job is lost and none has two effects', async () => {
  await jobs.relay()
  await jobs.worker()
  const promised = await Promise.all(Array.from({ length: 50 }, () => jobs.promise()))
  await jobs.region.servers.postgres.kill()
  await restartPostgres()
  await eventually(() => jobs.promise(), { awaited: 'Postgres to take writes again', deadline: PATIENCE })
  for (const id of promised) {
    await jobs.untilState(id, 'done')
    expect(await jobs.effects(id)).toEqual([1])
  }
  const late = await jobs.promise()
  await jobs.untilState(late, 'done')
})

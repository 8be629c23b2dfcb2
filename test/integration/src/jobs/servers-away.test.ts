import { join } from 'node:path'
import { type PostgresHandle, type RedisHandle, startPostgres, startRedis } from '@bicoastal/local'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { JobsFixture } from './jobs-fixture.js'

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

test('relay and worker start while database, queue and cache are away, and work when these come', async () => {
  const { directory, postgres, queue, cache } = jobs.region.servers
  const id = await jobs.promise()
  await Promise.all([postgres.kill(), queue.kill(), cache.kill()])
  await jobs.relay()
  await jobs.worker()
  restarted.push(await startPostgres({ directory: join(directory, 'postgres'), port: postgres.port }))
  restarted.push(await startRedis({ directory: join(directory, 'queue'), port: queue.port }))
  await jobs.untilState(id, 'done')
  expect(await jobs.effects(id)).toEqual([1])
})

test('relay and worker stop in order while database, queue and cache are away', async () => {
  const relay = await jobs.relay()
  const worker = await jobs.worker()
  const { postgres, queue, cache } = jobs.region.servers
  await Promise.all([postgres.kill(), queue.kill(), cache.kill()])
  expect(await Promise.all([relay.stop(), worker.stop()])).toEqual([
    { code: 0, signal: null },
    { code: 0, signal: null },
  ])
})

import { randomUUID } from 'node:crypto'
import { eventually } from '@bicoastal/kernel'
import { Cluster } from 'ioredis'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { JobsFixture, PATIENCE } from './jobs-fixture.js'

let jobs: JobsFixture
let cache: Cluster

beforeEach(async () => {
  jobs = await JobsFixture.create({ dedicated: {} })
  cache = new Cluster([...jobs.region.servers.cache.nodes], {
    redisOptions: { commandTimeout: 500 },
    clusterRetryStrategy: () => 100,
  })
  // Nodes are killed here.
  cache.on('error', () => undefined)
})

afterEach(async () => {
  cache.disconnect()
  await jobs.release()
})

async function createProduct(): Promise<string> {
  const id = randomUUID()
  await jobs.region.sql.query(
    `INSERT INTO products (id, name, description, amount, currency) VALUES ($1, 'tea', '', 100, 'EUR')`,
    [id],
  )
  return id
}

/** Keys of the cache that tell of a product, with what they hold. */
async function entriesAbout(id: string): Promise<string[]> {
  const keys = (await Promise.all(cache.nodes('master').map((node) => node.keys(`*${id}*`)))).flat()
  return Promise.all(keys.map(async (key) => (await cache.get(key)) ?? ''))
}

test('a change of a cached row, whoever makes it, is told to the cache with its revision', async () => {
  await jobs.relay()
  const id = await createProduct()
  const floor = async () => (await entriesAbout(id))[0]
  const first = await eventually(floor, { awaited: 'the cache to hear of the product', deadline: PATIENCE })
  expect(first).toMatch(/^\d{40}\|$/)
  await jobs.region.sql.query(`UPDATE products SET name = 'coffee' WHERE id = $1`, [id])
  await eventually(async () => ((await floor()) ?? '') > first, { awaited: 'a higher revision', deadline: PATIENCE })
  await jobs.untilAcknowledged()
})

test('a dead cache does not stop jobs, and holds the acknowledgement of what it was not told', async () => {
  await jobs.relay()
  await jobs.worker()
  await jobs.untilAcknowledged()
  await jobs.region.servers.cache.kill()
  await createProduct()
  const { end } = await jobs.acknowledged()
  const id = await jobs.promise()
  await jobs.untilState(id, 'done')
  const failures = () => jobs.metric('relay', 'relay_failures_total', { target: 'cache' })
  await eventually(async () => (await failures()) > 0, { awaited: 'the relay to fail to tell', deadline: PATIENCE })
  expect((await jobs.acknowledged()).confirmed).toBeLessThan(end)
})

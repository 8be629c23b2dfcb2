import { randomUUID } from 'node:crypto'
import { FLOOR_LIFETIME, LONGEST_LIFETIME } from '@bicoastal/cache'
import { eventually } from '@bicoastal/kernel'
import { type TestRegion, createTestRegion } from '@bicoastal/testkit'
import { Cluster, Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type CacheProcess, at, cacheProcess, revision } from './cache-fixture.js'

let region: TestRegion
let reader: CacheProcess
let writer: CacheProcess
let redis: Cluster
let key: string

const unwanted = () => Promise.reject(new Error('loaded again'))

beforeAll(async () => {
  region = await createTestRegion()
  const { nodes } = region.servers.cache
  reader = await cacheProcess(nodes)
  writer = await cacheProcess(nodes)
  redis = new Cluster([...nodes])
})

afterAll(async () => {
  for (const process of [reader, writer]) process.close()
  redis.disconnect()
  await region.release()
})

beforeEach(() => {
  key = `test:${randomUUID()}`
})

/** An entry as people read it: without leading zeros, and without the position it was read before and the time to renew it. */
const stored = (entry: string | null) => entry?.replace(/^0+/, '').replace(/[|][\da-f]{16}[|][\da-f]{12}[|]/, '|')

async function untilStored(expected: string) {
  await eventually(async () => stored(await redis.get(key)) === expected, { awaited: `"${expected}" to be stored` })
}

test('a value is loaded once and then read from the cache, also by other processes', async () => {
  expect(await reader.cache.readThrough(key, at(1))).toEqual({ body: 'value 1', source: 'database' })
  await untilStored('1|value 1')
  expect(await reader.cache.readThrough(key, unwanted)).toEqual({ body: 'value 1', source: 'cache' })
  expect(await writer.cache.readThrough(key, unwanted)).toEqual({ body: 'value 1', source: 'cache' })
})

test('a value lives for a bounded time, not always the same', async () => {
  const keys = Array.from({ length: 20 }, (_, index) => `${key}:${index}`)
  await Promise.all(
    keys.map((each) => reader.store.fill(each, { revision: revision(1), body: 'value', readBefore: 0n })),
  )
  const lifetimes = await Promise.all(keys.map((each) => redis.pttl(each)))
  expect(Math.max(...lifetimes)).toBeLessThanOrEqual(LONGEST_LIFETIME)
  expect(Math.min(...lifetimes)).toBeGreaterThan(LONGEST_LIFETIME / 2)
  expect(new Set(lifetimes).size).toBeGreaterThan(1)
})

test('what does not exist is not cached', async () => {
  expect(await reader.cache.readThrough(key, async () => null)).toBeNull()
  expect(await reader.cache.readThrough(key, at(1))).toEqual({ body: 'value 1', source: 'database' })
})

test('an error of the loader reaches the caller, and the next caller loads again', async () => {
  await expect(reader.cache.readThrough(key, () => Promise.reject(new Error('no database')))).rejects.toThrow(
    'no database',
  )
  expect((await reader.cache.readThrough(key, at(1)))?.body).toBe('value 1')
})

test('callers that miss together share one load', async () => {
  const gate = Promise.withResolvers<void>()
  let loads = 0
  const load = async () => {
    loads += 1
    await gate.promise
    return { revision: revision(1), body: 'value 1' }
  }
  const reads = Array.from({ length: 50 }, () => reader.cache.readThrough(key, load))
  await eventually(() => loads > 0, { awaited: 'the load to begin', interval: 1 })
  gate.resolve()
  for (const read of await Promise.all(reads)) expect(read?.body).toBe('value 1')
  expect(loads).toBe(1)
})

/** A reader in another process that has read `number` and has not offered it to the cache yet. */
function slowReader(number: number) {
  const loading = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  const read = reader.cache.readThrough(key, async () => {
    loading.resolve()
    await gate.promise
    return { revision: revision(number), body: `value ${number}` }
  })
  return { loading: loading.promise, finish: gate.resolve, read }
}

describe('a reader that was slow cannot put what it read over', () => {
  test('an invalidation that came meanwhile', async () => {
    const slow = slowReader(1)
    await slow.loading
    await writer.cache.invalidate(key, revision(2))
    slow.finish()
    await slow.read
    await eventually(async () => (await reader.count('cache_stale_fills_total')) > 0, {
      awaited: 'the offer to be refused',
    })
    expect(stored(await redis.get(key))).toBe('2|')
    expect(await reader.cache.readThrough(key, at(2))).toEqual({ body: 'value 2', source: 'database' })
    await untilStored('2|value 2')
  })

  test('a newer value that came meanwhile', async () => {
    const slow = slowReader(1)
    await slow.loading
    await writer.cache.readThrough(key, at(2))
    await untilStored('2|value 2')
    const refused = await reader.count('cache_stale_fills_total')
    slow.finish()
    await slow.read
    await eventually(async () => (await reader.count('cache_stale_fills_total')) > refused, { awaited: 'the refusal' })
    expect(stored(await redis.get(key))).toBe('2|value 2')
  })

  test('an invalidation that is told twice, as after a restart of the relay', async () => {
    await writer.cache.invalidate(key, revision(2))
    await writer.cache.invalidate(key, revision(1))
    expect(stored(await redis.get(key))).toBe('2|')
  })
})

test('the invalidation for the value that is there already does not remove it', async () => {
  await reader.cache.readThrough(key, at(2))
  await untilStored('2|value 2')
  await writer.cache.invalidate(key, revision(2))
  expect(stored(await redis.get(key))).toBe('2|value 2')
})

test('revisions compare as numbers, however large', async () => {
  const large = '1'.padEnd(39, '0').padStart(40, '0')
  await writer.store.raise(key, large)
  expect(await reader.store.fill(key, { revision: revision(999), body: 'small', readBefore: 0n })).toBe(false)
  expect(await reader.store.fill(key, { revision: `2${large.slice(1)}`, body: 'larger', readBefore: 0n })).toBe(true)
})

describe('a caller that knows of a change does not get the value from before it, though that is being loaded', () => {
  test.each([
    ['its own process made the change', () => reader],
    ['another process did', () => writer],
  ])('when %s', async (_name, changing) => {
    const slow = slowReader(1)
    await slow.loading
    await changing().cache.invalidate(key, revision(2))
    const misses = await reader.count('cache_misses_total')
    const late = reader.cache.readThrough(key, at(2))
    await eventually(async () => (await reader.count('cache_misses_total')) > misses, {
      awaited: 'the late reader to miss',
    })
    slow.finish()
    await slow.read
    expect(await late).toEqual({ body: 'value 2', source: 'database' })
  })
})

test.each([
  ['is offered to the cache', FLOOR_LIFETIME / 2 - 1, 1],
  ['is not offered when the floor that would have to refuse it may be gone by now', FLOOR_LIFETIME / 2, 0],
])('a value that was loaded %s', async (_name, duration, offered) => {
  let now = 0
  const slow = await cacheProcess(region.servers.cache.nodes, { clock: { now: () => now, monotonic: () => now } })
  await slow.cache.readThrough(key, async () => {
    now += duration
    return at(1)()
  })
  // An older offer that follows tells which of the two came first and whether there were two.
  await slow.store.fill(key, { revision: revision(0), body: 'older', readBefore: 0n })
  expect(stored(await redis.get(key))).toBe(offered === 1 ? '1|value 1' : '|older')
  slow.close()
})

test('the script is sent again to nodes that forgot it', async () => {
  await writer.cache.invalidate(key, revision(1))
  for (const node of region.servers.cache.nodes) {
    const connection = new Redis(`redis://${node}`)
    await connection.script('FLUSH')
    connection.disconnect()
  }
  const keys = Array.from({ length: 30 }, (_, index) => `${key}:${index}`)
  await Promise.all(keys.map((each) => writer.store.raise(each, revision(3))))
  for (const each of keys) expect(stored(await redis.get(each))).toBe('3|')
})

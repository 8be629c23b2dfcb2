import { randomUUID } from 'node:crypto'
import { LAST_KNOWN_LIFETIME, LONGEST_LIFETIME, type LoadedValue } from '@bicoastal/cache'
import { DatabaseUnavailableError } from '@bicoastal/database'
import { eventually } from '@bicoastal/kernel'
import { type TestRegion, createTestRegion } from '@bicoastal/testkit'
import { Cluster } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type CacheProcess, at, cacheProcess, revision } from './cache-fixture.js'

let region: TestRegion
let process: CacheProcess
let redis: Cluster
let key: string
let ahead = 0

beforeAll(async () => {
  region = await createTestRegion()
  const { nodes } = region.servers.cache
  const clock = { now: () => Date.now() + ahead, monotonic: () => performance.now() }
  process = await cacheProcess(nodes, { clock })
  redis = new Cluster([...nodes])
})

afterAll(async () => {
  process.close()
  redis.disconnect()
  await region.release()
})

beforeEach(() => {
  key = `test:${randomUUID()}`
  ahead = 0
})

const unavailable = () => Promise.reject(new DatabaseUnavailableError(new Error('connection refused')))

const read = (load: () => Promise<LoadedValue | null>) => process.cache.readThrough(key, load)

/** Reads a value at `number` and waits until it is cached and remembered. */
async function cached(number: number) {
  await read(at(number))
  await eventually(async () => (await redis.get(`last:${key}`))?.startsWith(revision(number)), {
    awaited: `value ${number} to be remembered`,
  })
}

describe('a value near its end', () => {
  test('is shown at once and loaded again meanwhile, by one of all who ask', async () => {
    await cached(1)
    ahead = LONGEST_LIFETIME
    const gate = Promise.withResolvers<void>()
    let loads = 0
    const load = async () => {
      loads += 1
      await gate.promise
      return at(2)()
    }
    for (let reads = 0; reads < 5; reads++) expect(await read(load)).toEqual({ body: 'value 1', source: 'cache' })
    gate.resolve()
    await eventually(async () => (await redis.get(key))?.startsWith(revision(2)), { awaited: 'the new value' })
    expect(loads).toBe(1)
    expect(await read(unavailable)).toEqual({ body: 'value 2', source: 'cache' })
  })

  test('stays until its end when it cannot be loaded', async () => {
    await cached(1)
    ahead = LONGEST_LIFETIME
    const failures = await process.count('cache_failures_total')
    expect(await read(unavailable)).toEqual({ body: 'value 1', source: 'cache' })
    await eventually(async () => (await process.count('cache_failures_total')) > failures, { awaited: 'the failure' })
    expect(await read(unavailable)).toEqual({ body: 'value 1', source: 'cache' })
  })

  test('is not loaded again before two thirds of the shortest life', async () => {
    await cached(1)
    const renewals = await process.count('cache_renewals_total')
    ahead = (LONGEST_LIFETIME * 4) / 9 - 5000
    await read(at(1))
    expect(await process.count('cache_renewals_total')).toBe(renewals)
  })
})

describe('while the database is not available', () => {
  test('the last known value is shown, said to be stale', async () => {
    await cached(1)
    await redis.del(key)
    const shown = await process.count('cache_stale_shown_total')
    expect(await read(unavailable)).toEqual({ body: 'value 1', source: 'stale' })
    expect(await process.count('cache_stale_shown_total')).toBe(shown + 1)
  })

  test('also after an invalidation, whose value nobody could load', async () => {
    await cached(1)
    await process.cache.invalidate(key, revision(2))
    expect(await read(unavailable)).toEqual({ body: 'value 1', source: 'stale' })
  })

  test('for a bounded time only', async () => {
    await cached(1)
    const lifetime = await redis.pttl(`last:${key}`)
    expect(lifetime).toBeLessThanOrEqual(LAST_KNOWN_LIFETIME)
    expect(lifetime).toBeGreaterThan(0)
    await Promise.all([redis.del(key), redis.del(`last:${key}`)])
    await expect(read(unavailable)).rejects.toThrow('not available')
  })

  test('what was deleted is not shown again', async () => {
    await cached(1)
    await process.cache.invalidate(key, revision(2))
    expect(await read(async () => null)).toBeNull()
    await eventually(async () => (await redis.exists(`last:${key}`)) === 0, { awaited: 'the value to be disowned' })
    await expect(read(unavailable)).rejects.toThrow('not available')
  })

  test('an older value never replaces the last known one', async () => {
    await cached(2)
    await process.store.remember(key, { revision: revision(1), body: 'value 1', readBefore: 0n })
    await redis.del(key)
    expect((await read(unavailable))?.body).toBe('value 2')
  })
})

test('an error that is no outage reaches the caller', async () => {
  await cached(1)
  await redis.del(key)
  await expect(read(() => Promise.reject(new TypeError('a fault')))).rejects.toThrow('a fault')
})

import { eventually } from '@bicoastal/kernel'
import { type TestRegion, createTestRegion } from '@bicoastal/testkit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CacheProcess, at, cacheProcess, revision } from './cache-fixture.js'

let region: TestRegion
let process: CacheProcess

beforeEach(async () => {
  region = await createTestRegion({ dedicated: {} })
  process = await cacheProcess(region.servers.cache.nodes)
})

afterEach(async () => {
  process.close()
  await region.release()
})

const KEYS = Array.from({ length: 60 }, (_, index) => `test:${index}`)

/** The longest that one of `KEYS` takes to be read, one after the other, in milliseconds. All must be answered. */
async function slowestRead(keys: readonly string[]): Promise<number> {
  let slowest = 0
  for (const key of keys) {
    const startedAt = performance.now()
    expect((await process.cache.readThrough(key, at(1)))?.body).toBe('value 1')
    slowest = Math.max(slowest, performance.now() - startedAt)
  }
  return slowest
}

/** The longest that one of `KEYS` takes when all are read at the same time, in milliseconds. */
async function slowestReadAtOnce(): Promise<number> {
  return Math.max(...(await Promise.all(KEYS.map((key) => slowestRead([key])))))
}

describe('callers are answered from the database', () => {
  test('for the keys of a node that was killed; those of the others are still cached', async () => {
    await slowestRead(KEYS)
    await region.servers.cache.processes[0]?.kill()
    expect(await slowestRead(KEYS)).toBeLessThan(1000)
    const hits = await process.count('cache_hits_total')
    expect(await slowestRead(KEYS)).toBeLessThan(1000)
    expect((await process.count('cache_hits_total')) - hits).toBeGreaterThan(20)
    expect(await process.count('cache_failures_total')).toBeGreaterThan(0)
  })

  test('within 300 ms for the keys of a node that is frozen, and from the cache when it is thawed', async () => {
    await slowestRead(KEYS)
    const frozen = region.servers.cache.processes[0]
    frozen?.signal('SIGSTOP')
    expect(await slowestRead(KEYS.slice(0, 12))).toBeLessThan(300)
    frozen?.signal('SIGCONT')
    await eventually(
      async () => {
        const hits = await process.count('cache_hits_total')
        await slowestRead(KEYS)
        return (await process.count('cache_hits_total')) - hits === KEYS.length
      },
      { awaited: 'every key to be cached again' },
    )
  })

  test('within 300 ms when many ask for the keys of a frozen node at once, behind others that it does not answer', async () => {
    await slowestRead(KEYS)
    region.servers.cache.processes[0]?.signal('SIGSTOP')
    const first = slowestReadAtOnce()
    await new Promise(setImmediate)
    expect(await Promise.all([first, slowestReadAtOnce()])).toSatisfy((slowest: number[]) => Math.max(...slowest) < 300)
  })

  test('and no longer wait for a node that has been silent: its connection is given up', async () => {
    await slowestRead(KEYS)
    region.servers.cache.processes[0]?.signal('SIGSTOP')
    await eventually(async () => (await slowestReadAtOnce()) < 100, { awaited: 'the frozen node to be passed by' })
    expect(await process.count('cache_failures_total')).toBeGreaterThan(0)
  })

  test('when the whole cluster is gone, and invalidating does not fail either', async () => {
    await region.servers.cache.kill()
    expect(await slowestRead(KEYS)).toBeLessThan(1000)
    await process.cache.invalidate('test:1', revision(2))
    expect(await process.count('cache_failures_total')).toBeGreaterThanOrEqual(KEYS.length + 1)
  })

  test('and see what their process changed, also where nothing could be told to the cache', async () => {
    await region.servers.cache.kill()
    const loading = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    const early = process.cache.readThrough('test:1', async () => {
      loading.resolve()
      await gate.promise
      return at(1)()
    })
    await loading.promise
    await process.cache.invalidate('test:1', revision(2))
    const misses = await process.count('cache_misses_total')
    const late = process.cache.readThrough('test:1', at(2))
    await eventually(async () => (await process.count('cache_misses_total')) > misses, {
      awaited: 'the late reader to miss',
    })
    gate.resolve()
    expect([(await early)?.body, (await late)?.body]).toEqual(['value 1', 'value 2'])
  })

  test('by a process that started while the cluster was gone', async () => {
    await region.servers.cache.kill()
    const late = await cacheProcess(region.servers.cache.nodes, { ready: false })
    try {
      expect(await late.cache.readThrough('test:1', at(1))).toEqual({ body: 'value 1', source: 'database' })
    } finally {
      late.close()
    }
  })
})

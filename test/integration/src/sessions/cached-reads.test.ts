import { type RunningProgram } from '@bicoastal/local'
import { LONGEST_LIFETIME } from '@bicoastal/cache'
import { eventually, seconds } from '@bicoastal/kernel'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SessionRegion, after } from './session-region.js'

let region: SessionRegion
let relay: RunningProgram

beforeAll(async () => {
  region = await SessionRegion.create()
  relay = await region.startRelay()
})

afterAll(async () => {
  await relay.stop()
  await region.release()
})

const show: SessionRegion['show'] = (path, headers) => region.show(path, headers)

/** Changes the row behind the back of every cache, as a change that comes from the peer does. */
const renameBehindTheCache = (path: string, name: string) =>
  region.region.sql.query('UPDATE products SET name = $1 WHERE id = $2', [name, path.split('/').at(-1)])

test('the cache answers a session again as soon as the relay is past what it has seen', async () => {
  const path = await region.createProduct('cached')
  const cached = await region.untilCached(path)
  const written = await region.write('elsewhere', 'value', after(cached))
  expect((await region.untilCached(path, after(written))).body.name).toBe('cached')
})

test('while the relay stands still a session is not shown what the cache has not been told of', async () => {
  const path = await region.createProduct('first')
  const other = await region.createProduct('other')
  await region.untilCached(path)
  relay.signal('SIGSTOP')
  try {
    await renameBehindTheCache(path, 'second')
    // The caller sees the later state of the region in another row, and asks for the cached one.
    const seen = await region.write('witness', 'value')
    const read = await show(path, after(seen))
    expect(read.body.name).toBe('second')
    const again = await show(path, after(read))
    expect([again.body.name, again.headers.get('x-consistency')]).toEqual(['second', null])
    expect((await show(other, after(again))).body.name).toBe('other')
  } finally {
    relay.signal('SIGCONT')
  }
})

test('a cached value bounds what was seen: the next read never comes from before it', async () => {
  const path = await region.createProduct('old')
  await eventually(async () => (await show(path)).status === 200, { awaited: 'the replica to have it' })
  await region.untilReplicaServes()
  await region.pauseReplay()
  try {
    await region.api.patch(path, { name: 'new' })
    const warm = await show(path, after(await region.write('witness', 'again')))
    expect(warm.body.name).toBe('new')
    const cached = await region.untilCached(path)
    expect(cached.body.name).toBe('new')
    const page = await show('/v1/products?limit=50', after(cached))
    expect(page.body.items.find((item: { id: string }) => path.endsWith(item.id))?.name).toBe('new')
  } finally {
    await region.resumeReplay()
  }
})

test('that there is nothing is seen as well: the next read does not come from before it', async () => {
  const path = await region.createProduct('deleted')
  await eventually(async () => (await show(path)).status === 200, { awaited: 'the replica to have it' })
  await region.untilReplicaServes()
  await region.pauseReplay()
  try {
    await region.api.delete(path)
    const gone = await eventually(
      async () => {
        const answer = await show(path)
        return answer.status === 404 && answer
      },
      { awaited: 'the product to be gone' },
    )
    const page = await show('/v1/products?limit=50', after(gone))
    expect(page.body.items.map((item: { id: string }) => item.id)).not.toContain(path.split('/').at(-1))
  } finally {
    await region.resumeReplay()
  }
})

const STRICT = { 'x-consistency': 'strict' }

const consistency = ({ status, body, headers }: Awaited<ReturnType<typeof show>>) => [
  status,
  body.name ?? body.code,
  headers.get('x-consistency'),
]

describe('a value near its end', () => {
  test('is shown while it is renewed, but to nobody who has seen more', async () => {
    const [shown, withheld] = [await region.createProduct('first'), await region.createProduct('first')]
    for (const path of [shown, withheld]) await region.untilCached(path)
    relay.signal('SIGSTOP')
    try {
      for (const path of [shown, withheld]) await renameBehindTheCache(path, 'second')
      const seen = await region.write('witness', 'of both')
      region.clock.ahead = LONGEST_LIFETIME
      expect(consistency(await show(withheld, after(seen, STRICT)))).toEqual([200, 'second', null])
      const hits = await region.cacheHits()
      expect(consistency(await show(shown))).toEqual([200, 'first', null])
      expect(await region.cacheHits()).toBe(hits + 1)
      // Nobody tells the cache; it has asked by itself.
      await eventually(async () => (await show(shown)).body.name === 'second', { awaited: 'the value to be renewed' })
    } finally {
      region.clock.ahead = 0
      relay.signal('SIGCONT')
    }
  })
})

const cutOff = () => {
  region.writes.refuse()
  region.reads.refuse()
}
const reconnect = async () => {
  region.writes.restore()
  region.reads.restore()
  await eventually(async () => (await region.write('witness', 'back')).status === 200, { awaited: 'the database' })
}

describe('while the database is away', () => {
  test('the last known value is shown as stale, also to a session that has seen more; its next read is not set back', async () => {
    const path = await region.createProduct('first')
    await region.untilCached(path)
    relay.signal('SIGSTOP')
    try {
      await renameBehindTheCache(path, 'second')
      const seen = await region.write('witness', 'before the fault')
      cutOff()
      // Whoever has seen nothing is shown what is cached, which is no older than it may be.
      expect(consistency(await show(path))).toEqual([200, 'first', null])
      const stale = await show(path, after(seen))
      expect(consistency(stale)).toEqual([200, 'first', 'stale'])
      const refused = await show(path, after(stale, STRICT))
      expect([refused.status, refused.headers.get('x-consistency')]).toEqual([503, null])
      await reconnect()
      expect(consistency(await show(path, after(stale, STRICT)))).toEqual([200, 'second', null])
    } finally {
      region.writes.restore()
      region.reads.restore()
      relay.signal('SIGCONT')
    }
  })

  test('what was changed since is shown as it was, said to be stale, and not to strict callers', async () => {
    const path = await region.createProduct('first')
    await region.untilCached(path)
    await region.api.patch(path, { name: 'second' })
    cutOff()
    try {
      expect(consistency(await show(path))).toEqual([200, 'first', 'stale'])
      expect(consistency(await show(path, STRICT))).toEqual([503, 'database_unavailable', null])
    } finally {
      await reconnect()
    }
    expect(consistency(await show(path, STRICT))).toEqual([200, 'second', null])
  })

  test('a connection that breaks under a question of the process itself ends the question, not the process', async () => {
    let uncaught = 0
    const count = () => (uncaught += 1)
    process.on('uncaughtExceptionMonitor', count)
    const cuts = { positions: 0, pg_is_in_recovery: 0 }
    region.writes.judge = (data) => {
      // A connection that cannot even be opened is another matter.
      if (data.includes('application_name')) return 'pass'
      for (const question of ['positions', 'pg_is_in_recovery'] as const) {
        if (!data.includes(question)) continue
        cuts[question] += 1
        return 'cut-before'
      }
      return 'pass'
    }
    try {
      await eventually(() => Promise.resolve(cuts.positions > 3 && cuts.pg_is_in_recovery > 1), {
        awaited: 'questions to be cut off',
        deadline: seconds(20),
      })
    } finally {
      await reconnect()
      process.off('uncaughtExceptionMonitor', count)
    }
    expect(uncaught).toBe(0)
  })
})

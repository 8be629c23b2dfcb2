import { type RunningProgram } from '@bicoastal/local'
import { eventually } from '@bicoastal/kernel'
import type { ApiAnswer } from '@bicoastal/testkit'
import { applicationScript, startServerProgram } from '@bicoastal/testkit'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SessionRegion, after } from './session-region.js'

let region: SessionRegion
let relay: RunningProgram

beforeAll(async () => {
  region = await SessionRegion.create()
  relay = await startRelay()
})

afterAll(async () => {
  await relay.stop()
  await region.release()
})

function startRelay(): Promise<RunningProgram> {
  const environment = region.region.environment('relay')
  return startServerProgram({
    name: 'relay',
    script: applicationScript('relay'),
    environment: { ...environment, HTTP_PORT: environment['METRICS_PORT'] ?? '' },
    logDirectory: region.region.servers.directory,
    readyPath: '/metrics',
  })
}

async function product(name: string): Promise<ApiAnswer & { path: string }> {
  const answer = await region.api.post('/v1/products', {
    name,
    description: '',
    price: { amount: 100, currency: 'EUR' },
  })
  return { ...answer, path: `/v1/products/${answer.body.id}` }
}

const show = (path: string, headers: Record<string, string> = {}) => region.api.request('GET', path, undefined, headers)

async function hits(): Promise<number> {
  const metric = await region.app.get(Registry).getSingleMetric('cache_hits_total')?.get()
  return metric?.values.reduce((sum, { value }) => sum + value, 0) ?? 0
}

/** Reads until a read was answered by the cache. */
async function untilCached(path: string, headers: Record<string, string> = {}): Promise<ApiAnswer> {
  return eventually(
    async () => {
      const before = await hits()
      const answer = await show(path, headers)
      return (await hits()) > before && answer
    },
    { awaited: 'the cache to answer' },
  )
}

/** Changes the row behind the back of every cache, as a change that comes from the peer does. */
const renameBehindTheCache = (path: string, name: string) =>
  region.region.sql.query('UPDATE products SET name = $1 WHERE id = $2', [name, path.split('/').at(-1)])

test('the cache answers a session again as soon as the relay is past what it has seen', async () => {
  const { path } = await product('cached')
  const cached = await untilCached(path)
  const written = await region.write('elsewhere', 'value', after(cached))
  expect((await untilCached(path, after(written))).body.name).toBe('cached')
})

test('while the relay stands still a session is not shown what the cache has not been told of', async () => {
  const { path } = await product('first')
  const other = await product('other')
  await untilCached(path)
  relay.signal('SIGSTOP')
  try {
    await renameBehindTheCache(path, 'second')
    // The caller sees the later state of the region in another row, and asks for the cached one.
    const seen = await region.write('witness', 'value')
    const read = await show(path, after(seen))
    expect(read.body.name).toBe('second')
    const again = await show(path, after(read))
    expect([again.body.name, again.headers.get('x-consistency')]).toEqual(['second', null])
    expect((await show(other.path, after(again))).body.name).toBe('other')
  } finally {
    relay.signal('SIGCONT')
  }
})

test('a cached value bounds what was seen: the next read never comes from before it', async () => {
  const { path } = await product('old')
  await eventually(async () => (await show(path)).status === 200, { awaited: 'the replica to have it' })
  await region.untilReplicaServes()
  await region.pauseReplay()
  try {
    await region.api.patch(path, { name: 'new' })
    const warm = await show(path, after(await region.write('witness', 'again')))
    expect(warm.body.name).toBe('new')
    const cached = await untilCached(path)
    expect(cached.body.name).toBe('new')
    const page = await show('/v1/products?limit=50', after(cached))
    expect(page.body.items.find((item: { id: string }) => path.endsWith(item.id))?.name).toBe('new')
  } finally {
    await region.resumeReplay()
  }
})

test('that there is nothing is seen as well: the next read does not come from before it', async () => {
  const { path } = await product('deleted')
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

import { readFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { type RegionId, eventually, peerOf, seconds } from '@bicoastal/kernel'
import type { ApiClient } from '@bicoastal/testkit'
import { afterAll, expect, test } from 'vitest'
import { callerServedBy, clientsOf } from './clients.js'
import { useRegions } from './regions.js'

const regions = await useRegions()
const { global: operator, east, west } = await clientsOf(regions, ['ops'])
const callerOfEast = await callerServedBy(regions, 'east')

afterAll(async () => {
  for (const region of ['east', 'west']) await operator.post(`/ops/regions/${region}/return`)
})

const overview = async () => (await operator.get('/ops/regions')).body.regions

/** Writes and reads without pause, and counts what was not answered as it should be, until it is told to end. */
function keepCalling(client: ApiClient) {
  const register = `/probe/registers/${randomUUID()}`
  const failures: unknown[] = []
  const served = new Map<RegionId, number>()
  const order = { ended: false }
  const run = async () => {
    for (let count = 0; !order.ended; count += 1) {
      try {
        const answers = [await client.put(register, { value: String(count) }), await client.get(register)]
        for (const { status, region, body } of answers) {
          if (status !== 200) failures.push({ status, body })
          if (region) served.set(region, (served.get(region) ?? 0) + 1)
        }
      } catch (error) {
        failures.push(error)
      }
    }
  }
  const running = run()
  return {
    served,
    async end() {
      order.ended = true
      await running
      return failures
    },
  }
}

test('both regions find each other reachable, and say how far each has come', async () => {
  const both = await eventually(
    async () => {
      const seen = await overview()
      return seen.every((region: { peer: { state: string } }) => region.peer.state === 'reachable') && seen
    },
    { awaited: 'both regions to be reachable', deadline: seconds(20) },
  )
  for (const region of both) {
    expect(region.replication).toMatchObject({
      confirmedByPeer: expect.any(String),
      appliedFromPeer: expect.any(String),
    })
  }
})

test('an evacuated region is left without a failed request, and returns when it has what it missed', async () => {
  const load = keepCalling(callerOfEast)
  /** Reads and writes move one after the other: until then callers are served by both. */
  const servedBy = async (region: RegionId) => {
    const alone = () => {
      if (load.served.has(peerOf(region))) load.served.clear()
      return (load.served.get(region) ?? 0) > 20
    }
    await eventually(alone, { awaited: `callers to be served by ${region} alone`, deadline: seconds(5) })
  }
  await servedBy('east')
  expect((await operator.post('/ops/regions/east/evacuate')).body).toMatchObject({ region: 'east', state: 'evacuated' })
  await servedBy('west')
  const missed = `/probe/registers/${randomUUID()}`
  await west.put(missed, { value: 'missed' })
  await operator.post('/ops/regions/east/return')
  await eventually(async () => (await overview())[0].state === 'active', { awaited: 'east to return' })
  expect((await east.get(missed)).body).toMatchObject({ value: 'missed' })
  await servedBy('east')
  expect(await load.end()).toEqual([])
})

test('a draining region keeps its readers and gives away its writers', async () => {
  const register = `/probe/registers/${randomUUID()}`
  await operator.post('/ops/regions/east/drain')
  const moved = async () => (await callerOfEast.put(register, { value: 'moved' })).region === 'west'
  await eventually(moved, { awaited: 'writes to move', deadline: seconds(5) })
  expect((await callerOfEast.get('/v1/products')).region).toBe('east')
  await operator.post('/ops/regions/east/return')
  const back = async () => (await callerOfEast.put(register, { value: 'back' })).region === 'east'
  await eventually(back, { awaited: 'writes to come back', deadline: seconds(5) })
})

test('what regions ask each other is not served at the entrance of callers, not even with their secret', async () => {
  const headers = {
    'x-peer-region': 'west',
    'x-peer-secret': readFileSync(regions.stack.files.peerSecret, 'utf8'),
  }
  const ask = (origin: string, path: string) => fetch(`${origin}${path}`, { headers })
  // The api takes a path however it is encoded.
  for (const path of ['/peer/region', '/%70eer/region']) {
    expect((await ask(regions.origins.global, path)).status).toBe(404)
    expect((await ask(regions.origins.east, path)).status).toBe(200)
  }
})

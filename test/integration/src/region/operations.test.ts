import { eventually, seconds } from '@bicoastal/kernel'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiProcess, RegionPair } from './region-pair.js'

let pair: RegionPair
let east: ApiProcess
let west: ApiProcess | undefined
let authorization: string

beforeAll(async () => {
  pair = await RegionPair.create()
  east = await pair.start('east')
  west = await pair.start('west')
  authorization = `Bearer ${await pair.region('east').tokens.token({ roles: ['ops'], subject: 'dora' })}`
  await eventually(async () => (await regions()).every((region) => region.writes?.ok), {
    awaited: 'both regions to be well',
    deadline: seconds(15),
  })
})
afterAll(async () => {
  await east?.stop()
  await west?.stop()
  await pair?.release()
})

// oxlint-disable-next-line typescript/no-explicit-any -- answers are looked into at arbitrary depth here
async function regions(): Promise<any[]> {
  const response = await fetch(`${east.url}/ops/regions`, { headers: { authorization } })
  expect(response.status).toBe(200)
  const document = (await response.json()) as { answeredBy: string; regions: [] }
  expect(document.answeredBy).toBe('east')
  return document.regions
}

async function throwSwitch(path: string, body?: object) {
  const headers = { authorization, ...(body && { 'content-type': 'application/json' }) }
  const response = await fetch(`${east.url}/ops/regions/${path}`, {
    method: 'POST',
    headers,
    body: body ? JSON.stringify(body) : null,
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

describe('an operator', () => {
  test('sees both regions from either, each as it sees itself', async () => {
    const [first, second] = await regions()
    expect(first).toMatchObject({
      region: 'east',
      answers: true,
      state: 'active',
      reads: { ok: true },
      peer: { silenceMs: { http: expect.any(Number) } },
      // Nothing subscribes to these two.
      replication: { committed: expect.stringMatching(/^[\dA-F]+\/[\dA-F]+$/), confirmedByPeer: null },
    })
    expect(second).toMatchObject({ region: 'west', answers: true, state: 'active' })
  })

  test('switches the peer as well as the region that was reached, under the own name', async () => {
    const drained = await throwSwitch('west/drain')
    expect(drained).toMatchObject({ status: 200, body: { region: 'west', state: 'draining', changedBy: 'dora' } })
    expect((await regions())[1]).toMatchObject({ state: 'draining', writes: { ok: false }, reads: { ok: true } })
    expect(await throwSwitch('east/evacuate')).toMatchObject({ status: 409, body: { code: 'peer_cannot_take_over' } })
    expect((await throwSwitch('west/return', {})).body).toMatchObject({ state: 'active' })
    expect(await throwSwitch('east/drain')).toMatchObject({ status: 200 })
    const refused = await throwSwitch('west/drain')
    expect(refused).toMatchObject({ status: 409, body: { code: 'peer_cannot_take_over' } })
    expect(String(refused.body['detail'])).toContain('(east) is not fit')
    expect(await throwSwitch('west/drain', { force: true })).toMatchObject({ status: 200 })
    for (const region of ['east', 'west']) await throwSwitch(`${region}/return`)
  })

  test.each([
    ['north/drain', undefined],
    ['east/destroy', undefined],
    ['east/drain', { forced: true }],
    ['east/drain', { force: 'yes' }],
  ])('is told what is wrong with %s %j', async (path, body) => {
    expect(await throwSwitch(path, body)).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })

  test('needs the role', async () => {
    const token = await pair.region('east').tokens.token({ roles: ['merchant'] })
    const headers = { authorization: `Bearer ${token}` }
    expect((await fetch(`${east.url}/ops/regions`, { headers })).status).toBe(403)
    expect((await fetch(`${east.url}/ops/regions/east/drain`, { method: 'POST' })).status).toBe(401)
  })

  test('learns of a region that does not answer, and can still switch this one by force', async () => {
    await eventually(() => east.watch.report?.state === 'active', { awaited: 'a report of west' })
    await west?.stop()
    west = undefined
    const [, gone] = await regions()
    expect(gone).toMatchObject({ region: 'west', answers: false, lastState: 'active' })
    expect(gone.reason).toContain('ECONNREFUSED')
    expect(await throwSwitch('west/evacuate')).toMatchObject({ status: 503, body: { code: 'peer_unreachable' } })
    expect(await throwSwitch('east/drain')).toMatchObject({ status: 409 })
    expect(await throwSwitch('east/drain', { force: true })).toMatchObject({ status: 200 })
  })
})

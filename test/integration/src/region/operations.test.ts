import { randomUUID } from 'node:crypto'
import {
  ConflictNotFoundError,
  ConflictNotRestorableError,
  ConflictSupersededError,
  InvalidConflictCursorError,
} from '@bicoastal/convergence'
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

async function ask(method: string, path: string, body?: object) {
  const headers = { authorization, ...(body && { 'content-type': 'application/json' }) }
  const response = await fetch(`${east.url}${path}`, { method, headers, body: body ? JSON.stringify(body) : null })
  // oxlint-disable-next-line typescript/no-explicit-any -- answers are looked into at arbitrary depth here
  return { status: response.status, body: (await response.json()) as any }
}

/** Lets a concurrent write of west arrive in a register of east, as replication would bring it. */
async function fromWest(key: string, value: string): Promise<void> {
  const client = await pair.region('east').sql.connect()
  try {
    await client.query('SET session_replication_role = replica')
    await client.query(
      `INSERT INTO probe_registers (key, value, _h) VALUES ($1, $2, (((convergence.clock() + 1000) << 8) | 2))`,
      [key, value],
    )
    await client.query('SET session_replication_role = origin')
  } finally {
    client.release()
  }
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

describe('the conflict inbox', () => {
  test('shows what was really overwritten, and lets the loser be written again, once', async () => {
    const key = randomUUID()
    await ask('PUT', `/probe/registers/${key}`, { value: 'ours' })
    await fromWest(key, 'theirs')
    const { body: page } = await ask('GET', '/ops/conflicts?table=probe_registers&limit=1')
    expect(page).toMatchObject({
      conflicts: [
        {
          table: 'probe_registers',
          key: { key },
          policy: 'lastWriteWins',
          winner: { values: { value: 'theirs' }, region: 'west' },
          loser: { values: { value: 'ours' }, region: 'east' },
          restoredAt: null,
        },
      ],
    })
    const path = `/ops/conflicts/${page.conflicts[0].id}/restore`
    expect(await ask('POST', path)).toMatchObject({ status: 200 })
    expect((await ask('GET', `/probe/registers/${key}`)).body).toMatchObject({ value: 'ours' })
    expect(await ask('POST', path)).toMatchObject({ status: 409, body: { code: 'conflict_superseded' } })
    expect((await ask('GET', '/ops/conflicts')).body.conflicts[0].restoredAt).toEqual(expect.any(String))
  })

  test('knows no conflict that never was, and no cursor that it did not give', async () => {
    const unknown = await ask('POST', `/ops/conflicts/${randomUUID()}/restore`)
    expect(unknown).toMatchObject({ status: 404, body: { code: 'conflict_not_found' } })
    expect((await ask('GET', '/ops/conflicts?cursor=nonsense')).status).toBe(400)
    expect((await ask('GET', '/ops/conflicts?limit=0')).status).toBe(400)
  })
})

test('every code of the conflict inbox is in the table of the OpenAPI document', async () => {
  const { description } = (await ask('GET', '/openapi.json')).body.info
  for (const { code, status } of [
    ConflictNotFoundError.definition,
    ConflictNotRestorableError.definition,
    ConflictSupersededError.definition,
    InvalidConflictCursorError.definition,
  ])
    expect(description).toContain(`| ${status} | \`${code}\` |`)
})

describe('a comparison of the regions', () => {
  test('is asked for, with or without repair, and looked up', async () => {
    const { status, body } = await ask('POST', '/ops/repair')
    expect({ status, body }).toMatchObject({
      status: 202,
      body: { state: 'requested', repairs: true, equal: null, reason: 'asked for by dora' },
    })
    expect((await ask('GET', `/ops/verify/${body.id}`)).body).toEqual(body)
    expect((await ask('POST', '/ops/verify')).body).toMatchObject({ repairs: false })
    expect((await ask('GET', '/ops/verify')).body.verifications).toHaveLength(2)
    expect(await ask('GET', `/ops/verify/${randomUUID()}`)).toMatchObject({ status: 404 })
  })
})

describe('what is wrong with replication', () => {
  test('is listed while it lasts, and afterwards for those who ask', async () => {
    await pair.region('east').sql.query(
      `INSERT INTO convergence.incidents (kind, subject, message, advice, detail, healed_at) VALUES
         ('clock_skew', 'west', 'open', 'wait', '{"seconds": 3}', NULL), ('clock_skew', 'west', 'healed', 'nothing', '{}', now())`,
    )
    const messages = async (query: string) =>
      (await ask('GET', `/ops/incidents${query}`)).body.incidents.map((each: { message: string }) => each.message)
    expect(await messages('')).toEqual(['open'])
    expect((await messages('?open=false')).toSorted()).toEqual(['healed', 'open'])
    expect((await regions())[0]).toMatchObject({ openIncidents: 1 })
    expect((await ask('GET', '/ops/incidents?open=perhaps')).status).toBe(400)
  })

  test('names quarantined rows, not what is in them', async () => {
    await pair.region('east').sql.query(
      `INSERT INTO convergence.awaited_rows (table_schema, table_name, key, image, error_code, error)
       VALUES ('public', 'products', '{1}', '{"name": "private"}', '23514', 'does not fit')`,
    )
    const { body } = await ask('GET', '/ops/quarantine')
    expect(body.rows).toMatchObject([{ table: 'products', code: '23514', reason: 'does not fit' }])
    expect(JSON.stringify(body)).not.toContain('private')
  })
})

import { randomUUID } from 'node:crypto'
import { HEARTBEAT_TABLE, type Sides, PositionNotReachedError, verifyRegions } from '@bicoastal/convergence'
import { seconds } from '@bicoastal/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RegionPair, startRegionPair } from './fixtures/region-pair.js'
import { silently } from './fixtures/silent-change.js'

let pair: RegionPair
let sides: Sides

beforeAll(async () => {
  pair = await startRegionPair()
  // The peer's side is read as the keeper does, with the rights of the replication role.
  sides = { east: await pair.east.connect('admin'), west: await pair.west.connect('replication') }
})
afterAll(() => pair.stop())

const verify = (patience = seconds(20)) => verifyRegions(sides, [...pair.east.tables, HEARTBEAT_TABLE], { patience })

test('regions that both write all the time are equal: what is on its way is no difference', async () => {
  const ids = Array.from({ length: 40 }, () => randomUUID())
  await pair.east.sql.query('INSERT INTO listings (id) SELECT unnest($1::uuid[])', [ids])
  await pair.converge()
  const writing = new AbortController()
  const writers = [pair.east, pair.west].map(async (server) => {
    const client = await server.connect('application')
    for (let n = 0; !writing.signal.aborted; n += 1) {
      const id = ids[n % ids.length]
      await client.query('UPDATE listings SET likes = likes + 1, title = $2 WHERE id = $1', [
        id,
        `${server.region} ${n}`,
      ])
      await client.query("INSERT INTO listings (id, title) VALUES ($1, 'fresh')", [randomUUID()])
    }
  })
  try {
    for (let round = 0; round < 5; round += 1) {
      const found = await verify()
      expect(found.differences).toEqual([])
      expect(found.equal).toBe(true)
    }
  } finally {
    writing.abort()
    await Promise.all(writers)
  }
})

test('a row that lost a write is named with region, column and both values while others are being written', async () => {
  const [torn, missing] = [randomUUID(), randomUUID()]
  await pair.east.sql.query("INSERT INTO listings (id, title) VALUES ($1, 'same')", [torn])
  await pair.converge()
  await silently(pair.east, async (sql) => {
    await sql.query("UPDATE listings SET title = 'torn' WHERE id = $1", [torn])
    await sql.query('INSERT INTO listings (id, _h) VALUES ($1, 257)', [missing])
  })
  const found = await verify()
  await silently(pair.east, async (sql) => {
    await sql.query("UPDATE listings SET title = 'same' WHERE id = $1", [torn])
    await sql.query('DELETE FROM listings WHERE id = $1', [missing])
  })
  expect(found.equal).toBe(false)
  expect(found.tables.find((table) => table.table === 'listings')).toMatchObject({ differing: 2, unsettled: 0 })
  expect(found.differences).toEqual(
    expect.arrayContaining([
      {
        table: 'listings',
        key: `(${torn})`,
        missingIn: null,
        columns: [{ column: 'title', east: 'torn', west: 'same' }],
      },
      { table: 'listings', key: `(${missing})`, missingIn: 'west', columns: [] },
    ]),
  )
  expect((await verify()).equal).toBe(true)
})

test('a table that differs everywhere is counted, and only its first rows are described', async () => {
  await silently(pair.west, async (sql) => {
    await sql.query(`INSERT INTO labels (owner, name, _h) SELECT 'o', 'n' || n, 257 FROM generate_series(1, 3000) n`)
  })
  const found = await verify()
  await silently(pair.west, (sql) => sql.query("DELETE FROM labels WHERE owner = 'o'"))
  expect(found.tables.find((table) => table.table === 'labels')).toMatchObject({
    rows: { east: 0, west: 3000 },
    differing: 3000,
  })
  expect(found.differences).toHaveLength(20)
})

test('a region that does not apply what it is sent leaves nothing to be said, which is said in time', async () => {
  const id = randomUUID()
  await pair.cut()
  await pair.west.sql.query('INSERT INTO listings (id) VALUES ($1)', [id])
  try {
    await expect(verify(500)).rejects.toThrow(PositionNotReachedError)
  } finally {
    await pair.heal()
  }
  await pair.converge()
})

test('a row from a wrong clock merges, and is named with the moment it claims to be from', async () => {
  const id = randomUUID()
  const decadesAhead = ((BigInt(Date.UTC(2060, 0, 1) - Date.UTC(2020, 0, 1)) * 1000n) << 8n) | 2n
  await pair.west.sql.query('SET session_replication_role = replica')
  await pair.west.sql.query("INSERT INTO listings (id, title, _h) VALUES ($1, 'from 2060', $2)", [id, decadesAhead])
  await pair.west.sql.query('RESET session_replication_role')
  await pair.converge()
  const found = await verify()
  expect(found.equal).toBe(true)
  expect(found.future).toEqual([
    {
      table: 'listings',
      key: `(${id})`,
      region: 'east',
      version: `${decadesAhead}`,
      issuedAt: '2060-01-01T00:00:00.000Z',
    },
    {
      table: 'listings',
      key: `(${id})`,
      region: 'west',
      version: `${decadesAhead}`,
      issuedAt: '2060-01-01T00:00:00.000Z',
    },
  ])
})

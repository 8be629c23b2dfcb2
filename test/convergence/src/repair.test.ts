import { randomUUID } from 'node:crypto'
import { type Ends, fetchAwaited, repairRegions } from '@bicoastal/convergence'
import { eventually, seconds } from '@bicoastal/kernel'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type RegionPair, startRegionPair } from './fixtures/region-pair.js'
import { silently } from './fixtures/silent-change.js'

let pair: RegionPair
/** Both keepers, without their processes. */
let keepers: readonly [Ends, Ends]

beforeAll(async () => {
  pair = await startRegionPair()
  const { east, west } = pair
  keepers = [
    { region: 'east', here: await east.connect('admin'), peer: await west.connect('replication') },
    { region: 'west', here: await west.connect('admin'), peer: await east.connect('replication') },
  ]
})
afterAll(() => pair.stop())

let id = ''
beforeEach(async () => {
  id = randomUUID()
  await pair.east.sql.query("INSERT INTO listings (id, title, likes) VALUES ($1, 'same', 3)", [id])
  await pair.converge()
})

const repair = (by: Ends) => repairRegions(by, pair.east.tables, seconds(20))

/** A round of both keepers at the same moment, as they will be; true when nothing is left to fetch. */
async function nothingLeft(): Promise<boolean> {
  await Promise.all(keepers.map((ends) => fetchAwaited(ends, pair.east.tables)))
  const left = await Promise.all(keepers.map(({ here }) => here.query('SELECT FROM convergence.awaited_rows')))
  return left.every(({ rows }) => rows.length === 0)
}

async function fetchAll(): Promise<void> {
  await eventually(nothingLeft, { awaited: 'every row to be fetched', deadline: seconds(20) })
}

const title = async (region: 'east' | 'west') =>
  (await pair[region].sql.query('SELECT title FROM listings WHERE id = $1', [id])).rows

test('a write that one region lost comes back, asked for from either region', async () => {
  for (const by of keepers) {
    const lost = randomUUID()
    await silently(pair.west, (sql) =>
      sql.query("INSERT INTO listings (id, title, _h) VALUES ($1, 'lost', convergence.tick(0))", [lost]),
    )
    expect(await repair(by)).toMatchObject({ equal: false })
    await fetchAll()
    await pair.converge()
    const { rows } = await pair.east.sql.query('SELECT title FROM listings WHERE id = $1', [lost])
    expect(rows).toEqual([{ title: 'lost' }])
  }
})

test('concurrent writes that both regions lost of each other are merged, not overwritten', async () => {
  await silently(pair.east, (sql) =>
    sql.query(
      "UPDATE listings SET title = 'from east', _v_title = v, _seen_east = v FROM (SELECT convergence.tick(_h) v FROM listings WHERE id = $1) WHERE id = $1",
      [id],
    ),
  )
  await silently(pair.west, (sql) =>
    sql.query(
      'UPDATE listings SET stage = 7, _seen_west = v FROM (SELECT convergence.tick(_h) v FROM listings WHERE id = $1) WHERE id = $1',
      [id],
    ),
  )
  await repair(keepers[0])
  await fetchAll()
  await pair.converge()
  const { rows } = await pair.west.sql.query('SELECT title, stage, likes FROM listings WHERE id = $1', [id])
  expect(rows).toEqual([{ title: 'from east', stage: 7, likes: 3 }])
})

test.each(['east', 'west'] as const)(
  'of equal versions with different bodies both regions choose what was written, torn in %s',
  async (torn) => {
    await silently(pair[torn], (sql) => sql.query("UPDATE listings SET title = 'torn' WHERE id = $1", [id]))
    await repair(keepers[torn === 'east' ? 0 : 1])
    await fetchAll()
    await pair.converge()
    // The title was written in east: what east holds is the truth, torn or not.
    const truth = torn === 'east' ? 'torn' : 'same'
    expect([await title('east'), await title('west')]).toEqual([[{ title: truth }], [{ title: truth }]])
  },
)

test('both regions may repair at the same moment, twice, while callers write', async () => {
  const ids = Array.from({ length: 300 }, () => randomUUID())
  await silently(pair.east, (sql) =>
    sql.query("INSERT INTO listings (id, title, _h) SELECT unnest($1::uuid[]), 'east only', convergence.tick(0)", [
      ids,
    ]),
  )
  await silently(pair.west, (sql) =>
    sql.query(
      "INSERT INTO labels (owner, name, _h) SELECT 'west', 'n' || n, convergence.tick(0) FROM generate_series(1, 300) n",
    ),
  )
  const caller = await pair.east.connect('application')
  await Promise.all([
    ...keepers.map((by) => repair(by).then(() => repair(by))),
    (async () => {
      for (const each of ids) await caller.query('UPDATE listings SET likes = likes + 1 WHERE id = $1', [each])
    })(),
  ])
  await fetchAll()
  await pair.converge()
  const { rows } = await pair.west.sql.query('SELECT count(*)::int, sum(likes)::int FROM listings WHERE id = ANY($1)', [
    ids,
  ])
  expect(rows).toEqual([{ count: 300, sum: 300 }])
})

test('a repair of equal regions asks for nothing', async () => {
  expect(await repair(keepers[0])).toMatchObject({ equal: true, differences: [] })
  const { rows } = await pair.west.sql.query('SELECT FROM convergence.awaited_rows')
  expect(rows).toEqual([])
})

test('a row that is being fetched is no difference any more', async () => {
  await silently(pair.west, (sql) =>
    sql.query("INSERT INTO listings (id, title, _h) VALUES ($1, 'lost', convergence.tick(0))", [randomUUID()]),
  )
  expect(await repair(keepers[0])).toMatchObject({ equal: false })
  const again = await repair(keepers[1])
  expect(again).toMatchObject({ equal: true })
  expect(again.tables.find((table) => table.table === 'listings')).toMatchObject({ differing: 0, unsettled: 1 })
  await fetchAll()
  await pair.converge()
})

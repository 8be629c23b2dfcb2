import { randomBytes, randomUUID } from 'node:crypto'
import { listQuarantine } from '@bicoastal/convergence'
import { eventually, seconds } from '@bicoastal/kernel'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type RegionPair, startRegionPair } from './fixtures/region-pair.js'
import type { RegionServer } from './fixtures/region-server.js'
import { type RunningKeeper, startKeeper } from './fixtures/running-keeper.js'

let pair: RegionPair
let east: RegionServer
let west: RegionServer
let keepers: readonly RunningKeeper[] = []

beforeAll(async () => {
  pair = await startRegionPair()
  ;({ east, west } = pair)
})
afterAll(() => pair.stop())
beforeEach(async () => {
  keepers = await Promise.all([startKeeper(east, west), startKeeper(west, east)])
})
afterEach(async () => {
  await Promise.all(keepers.map((keeper) => keeper.stop()))
  const failures = keepers.flatMap((keeper) => keeper.failures)
  if (failures.length > 0) throw new AggregateError(failures, 'Rounds of the keepers failed.')
})

const listing = async (server: RegionServer, id: string) =>
  (await server.sql.query('SELECT title, likes FROM listings WHERE id = $1', [id])).rows[0]

const untilLikes = (server: RegionServer, id: string, likes: number) =>
  eventually(async () => (await listing(server, id))?.likes === likes, {
    awaited: `${likes} likes in ${server.region}`,
    deadline: seconds(30),
  })

/** Resolves when west has applied everything that east has written by now. */
async function untilApplied(): Promise<void> {
  const name = randomUUID()
  await east.sql.query("INSERT INTO labels (owner, name) VALUES ('mark', $1)", [name])
  await eventually(async () => (await west.sql.query('SELECT FROM labels WHERE name = $1', [name])).rowCount === 1, {
    awaited: 'the mark in west',
    deadline: seconds(50),
  })
}

const like = (server: RegionServer, id: string) =>
  server.sql.query('UPDATE listings SET likes = likes + 1 WHERE id = $1', [id])

const holders = async () =>
  (await west.sql.query("SELECT FROM pg_db_role_setting WHERE 'convergence.holds=on' = ANY(setconfig)")).rowCount

test('a large value that one region cannot hold is not undone by what either writes to the row meanwhile, and comes when it fits', async () => {
  const id = randomUUID()
  // Does not compress: it is stored out of line, and left out of the log by updates that do not touch it.
  const large = randomBytes(6000).toString('hex')
  await east.sql.query("INSERT INTO listings (id, title) VALUES ($1, 'small')", [id])
  await pair.converge()
  await west.sql.query('ALTER TABLE listings ADD CONSTRAINT short CHECK (length(title) < 1000) NOT VALID')
  await east.sql.query('UPDATE listings SET title = $2 WHERE id = $1', [id, large])
  await eventually(async () => (await listQuarantine(west.sql, 1)).length === 1, {
    awaited: 'the row in quarantine',
    deadline: seconds(30),
  })
  await like(east, id)
  await untilApplied()
  expect(await listing(west, id)).toEqual({ title: 'small', likes: 0 })

  await like(west, id)
  await untilLikes(east, id, 2)
  expect(await listing(east, id)).toEqual({ title: large, likes: 2 })

  await west.sql.query('ALTER TABLE listings DROP CONSTRAINT short')
  await like(east, id)
  await untilLikes(west, id, 3)
  expect(await listing(west, id)).toEqual({ title: large, likes: 3 })
  await pair.converge()
  await eventually(async () => (await holders()) === 0, { awaited: 'the end of holding', deadline: seconds(10) })
})

test('a transaction with a poisoned row is dealt with although a client has locked another one of its rows', async () => {
  const [locked, poison] = [randomUUID(), randomUUID()]
  await east.sql.query('INSERT INTO listings (id) VALUES ($1)', [locked])
  await pair.converge()
  await west.sql.query('ALTER TABLE listings ADD CONSTRAINT affordable CHECK (amount < 1000) NOT VALID')
  const client = await west.connect('application')
  await client.query('BEGIN')
  await client.query('SELECT FROM listings WHERE id = $1 FOR UPDATE', [locked])
  await east.sql.query('BEGIN')
  await east.sql.query('INSERT INTO listings (id, amount) VALUES ($1, 6000)', [poison])
  await like(east, locked)
  await east.sql.query('COMMIT')
  await untilApplied()
  expect(await listing(west, locked)).toMatchObject({ likes: 0 })
  await client.query('ROLLBACK')
  await untilLikes(west, locked, 1)
  await west.sql.query('ALTER TABLE listings DROP CONSTRAINT affordable')
  await west.sql.query('UPDATE convergence.awaited_rows SET next_attempt_at = now()')
  await eventually(async () => (await listing(west, poison)) !== undefined, {
    awaited: 'the poisoned row',
    deadline: seconds(30),
  })
  await pair.converge()
})

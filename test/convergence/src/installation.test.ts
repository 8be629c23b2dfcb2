import { randomUUID } from 'node:crypto'
import {
  describeEntities,
  install,
  planInstall,
  RegionMismatchError,
  TablesInUseError,
  UnmetPrerequisitesError,
  unpublishedColumns,
} from '@bicoastal/convergence'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Label } from './fixtures/label.entity.js'
import { CREATE_LISTINGS } from './fixtures/listing.entity.js'
import { fixtureInstallation, type RegionServer, startRegionServer } from './fixtures/region-server.js'

let server: RegionServer

beforeAll(async () => {
  server = await startRegionServer('east', { installed: false })
})
afterAll(() => server.stop())

const options = () => fixtureInstallation('east')
const whatIsPlanned = async () => (await planInstall(server.sql, await options())).map((change) => change.what)
const restore = async () => install(server.sql, await options())

test('a plan changes nothing, and is exactly what the installation then does', async () => {
  const plan = await planInstall(server.sql, await options())
  expect(await planInstall(server.sql, await options())).toEqual(plan)
  expect(await install(server.sql, await options())).toEqual(plan)
})

test('a second installation changes nothing', async () => {
  await restore()
  expect(await install(server.sql, await options())).toEqual([])
})

test.each([
  [
    'a function that was replaced',
    "CREATE OR REPLACE FUNCTION convergence.clock() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
    ['replace function clock'],
  ],
  [
    'a function that was made to look harmless',
    'ALTER FUNCTION convergence.tick(bigint) IMMUTABLE',
    ['replace function tick'],
  ],
  [
    'a trigger that was dropped',
    'DROP TRIGGER zz_convergence_merge_update ON listings',
    ['create trigger zz_convergence_merge_update on public.listings'],
  ],
  [
    'a trigger that was disabled',
    'ALTER TABLE listings DISABLE TRIGGER zz_convergence_stamp_update',
    ['replace trigger zz_convergence_stamp_update on public.listings'],
  ],
  [
    'a merge trigger that fires for local writes',
    'ALTER TABLE labels ENABLE ALWAYS TRIGGER zz_convergence_merge_insert',
    ['replace trigger zz_convergence_merge_insert on public.labels'],
  ],
  [
    'bookkeeping columns opened to the application',
    'GRANT UPDATE ON listings TO bicoastal_app',
    ['grant bicoastal_app on public.listings'],
  ],
  [
    'a publication that publishes deletes',
    "ALTER PUBLICATION bicoastal SET (publish = 'insert, update, delete')",
    ['publish only insert, update by bicoastal'],
  ],
  [
    'a function nobody wants',
    'CREATE FUNCTION convergence.stray() RETURNS int LANGUAGE sql RETURN 1',
    ['drop function stray'],
  ],
])('notices and undoes %s, and nothing else', async (_what, drift, expected) => {
  await restore()
  await server.sql.query(drift)
  expect(await whatIsPlanned()).toEqual(expected)
  await restore()
  expect(await whatIsPlanned()).toEqual([])
})

test('leaves to the publishing what a publication lacks: the peer might have no place for it', async () => {
  await restore()
  await server.sql.query('ALTER PUBLICATION bicoastal DROP TABLE labels')
  expect(await whatIsPlanned()).toEqual([])
  expect(await unpublishedColumns(server.sql, await options())).toContain('public.labels.color')
  await server.sql.query('DROP PUBLICATION bicoastal')
  await restore()
  expect(await unpublishedColumns(server.sql, await options())).toEqual([])
})

test('follows an entity that is no longer replicated, and one that is again', async () => {
  await restore()
  const labels = { ...(await options()), tables: await describeEntities([Label]) }
  const changes = await install(server.sql, labels)
  expect(changes.map((change) => change.what)).toContain('drop trigger zz_convergence_stamp_update on public.listings')
  expect(changes.map((change) => change.what)).toContain('drop function listings_merge_update')
  expect(await install(server.sql, labels)).toEqual([])
  await restore()
  expect(await whatIsPlanned()).toEqual([])
})

test('adopts rows that were there before, with their counters and tombstones', async () => {
  await server.sql.query('DROP TABLE labels CASCADE')
  await server.sql.query(`
    CREATE TABLE labels (owner text, name text, color text, "order" int, uses bigint NOT NULL DEFAULT 0, deleted_at timestamptz, PRIMARY KEY (owner, name))`)
  await server.sql.query(
    `INSERT INTO labels VALUES ('a', 'kept', 'red', 1, 5, NULL), ('a', 'gone', 'red', 1, 0, now())`,
  )
  await restore()
  const { rows } = await server.sql.query('SELECT * FROM labels ORDER BY name')
  expect(rows).toMatchObject([
    { name: 'gone', _n_uses: null, _v_deleted_at: rows[0]['_h'] },
    { name: 'kept', _n_uses: ['5', '0', '0', '0'], _v_deleted_at: null },
  ])
  expect(new Set(rows.map((row) => row['_h'])).size).toBe(2)
})

test('adopts sets and quantities that were there before, as if they were inserted now', async () => {
  await server.sql.query('DROP TABLE listings CASCADE')
  await server.sql.query(CREATE_LISTINGS)
  await server.sql.query("INSERT INTO listings (id, tags, stock) VALUES (gen_random_uuid(), '{b,a,b}', 5)")
  await restore()
  const { rows } = await server.sql.query('SELECT *, _s_tags::text AS dots FROM listings')
  const { _h, tags, dots, _e_stock, _seen_east, _seen_west } = rows[0]
  expect({ tags, dots, _e_stock }).toEqual({
    tags: ['a', 'b'],
    dots: `{"a": [${_h}], "b": [${_h}]}`,
    _e_stock: ['5', '0', '0', '0', '0', '0', '0'],
  })
  expect({ _seen_east, _seen_west }).toEqual({ _seen_east: null, _seen_west: null })
})

const addSpares = (clause: string) =>
  server.sql.query(`ALTER TABLE labels ADD COLUMN spares integer NOT NULL ${clause}`)

describe.each(['counter', 'escrow'] as const)('of a table that is replicated already, a new %s', (policy) => {
  const column = { name: 'spares', type: 'integer', array: false, nullable: false }
  const unit = { policy, name: column.name, columns: [column] }
  const withSpares = async () => {
    const { tables, ...rest } = await options()
    const grown = tables.map((table) => (table.name === 'labels' ? { ...table, units: [...table.units, unit] } : table))
    return { ...rest, tables: grown }
  }
  beforeEach(async () => {
    await restore()
    await server.sql.query("INSERT INTO labels (owner, name) VALUES ('a', 'there before') ON CONFLICT DO NOTHING")
  })
  afterEach(async () => {
    await server.sql.query('ALTER TABLE labels DROP COLUMN spares')
    await restore()
    await server.sql.query('ALTER TABLE labels DROP COLUMN IF EXISTS _n_spares, DROP COLUMN IF EXISTS _e_spares')
  })

  test('is refused with a default that no region has counted', async () => {
    await addSpares('DEFAULT 3')
    await expect(install(server.sql, await withSpares())).rejects.toThrow(/labels: .*spares = 3.* Make the default 0/)
  })

  test('is refused when rows hold something else already', async () => {
    await addSpares('DEFAULT 3')
    await server.sql.query('ALTER TABLE labels ALTER COLUMN spares SET DEFAULT 0')
    await expect(install(server.sql, await withSpares())).rejects.toThrow(
      /labels: .*values in spares.* Add a new column/,
    )
  })

  test('begins with 0 and counts from there; a default that is set then is counted with each row', async () => {
    await addSpares('DEFAULT 0')
    await install(server.sql, await withSpares())
    await server.sql.query('ALTER TABLE labels ALTER COLUMN spares SET DEFAULT 3')
    expect(await install(server.sql, await withSpares())).toEqual([])
    const fresh = randomUUID()
    await server.sql.query("UPDATE labels SET spares = spares + 2 WHERE name = 'there before'")
    await server.sql.query("INSERT INTO labels (owner, name) VALUES ('a', $1)", [fresh])
    const counted = `convergence.${policy}_value(${policy === 'counter' ? '_n_spares' : '_e_spares'})::int AS counted`
    const { rows } = await server.sql.query(
      `SELECT spares, ${counted} FROM labels WHERE name IN ('there before', $1) ORDER BY spares`,
      [fresh],
    )
    expect(rows).toEqual([
      { spares: 2, counted: 2 },
      { spares: 3, counted: 3 },
    ])
  })
})

test('a set may come to a replicated table empty, and with nothing in it that no region has put there', async () => {
  await restore()
  const column = { name: 'marks', type: 'text', array: true, nullable: false }
  const { tables, ...rest } = await options()
  const unit = { policy: 'set', name: column.name, columns: [column] } as const
  const grown = tables.map((table) => (table.name === 'labels' ? { ...table, units: [...table.units, unit] } : table))
  await server.sql.query("ALTER TABLE labels ADD COLUMN marks text[] NOT NULL DEFAULT '{new}'")
  await expect(install(server.sql, { ...rest, tables: grown })).rejects.toThrow(
    /labels: .*marks = .* Make the default '{}'/,
  )
  await server.sql.query("ALTER TABLE labels DROP COLUMN marks, ADD COLUMN marks text[] NOT NULL DEFAULT '{}'")
  expect(await install(server.sql, { ...rest, tables: grown })).not.toEqual([])
  await server.sql.query('ALTER TABLE labels DROP COLUMN marks')
  await restore()
  await server.sql.query('ALTER TABLE labels DROP COLUMN IF EXISTS _s_marks')
})

test('refuses the database of the other region', async () => {
  await restore()
  await expect(install(server.sql, await fixtureInstallation('west'))).rejects.toThrow(RegionMismatchError)
})

test('lists everything that is missing, and leaves the database as it was', async () => {
  await restore()
  const wrong = { ...(await options()), roles: { application: 'nobody', replication: 'no_one' } }
  await server.sql.query('ALTER TABLE listings RENAME COLUMN weight TO mass')
  await expect(install(server.sql, wrong)).rejects.toSatisfy(
    (error) =>
      error instanceof UnmetPrerequisitesError &&
      ['role nobody', 'role no_one', 'listings.weight'].every((part) => error.message.includes(part)),
  )
  await server.sql.query('ALTER TABLE listings RENAME COLUMN mass TO weight')
  expect(await whatIsPlanned()).toEqual([])
})

test('gives up on a table that somebody has locked, instead of making all callers wait behind it', async () => {
  await restore()
  await server.sql.query('DROP TRIGGER zz_convergence_stamp_insert ON listings')
  const other = await server.connect('admin')
  await other.query('BEGIN; LOCK TABLE listings IN ROW EXCLUSIVE MODE')
  await expect(restore()).rejects.toThrow(TablesInUseError)
  await other.query('ROLLBACK')
  expect(await restore()).toHaveLength(1)
})

test('leaves nothing half done when a step fails', async () => {
  await restore()
  await server.sql.query('DROP TRIGGER zz_convergence_stamp_insert ON listings')
  const blocked = `blocked_${randomUUID().slice(0, 8)}`
  // The last step fails: nobody may replace the publication while an event trigger refuses it.
  await server.sql.query(`
    CREATE FUNCTION public.${blocked}() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not now'; END $$;
    CREATE EVENT TRIGGER ${blocked} ON ddl_command_start WHEN TAG IN ('ALTER PUBLICATION') EXECUTE FUNCTION public.${blocked}();
`)
  const withExtra = { ...(await options()), tables: (await options()).tables.slice(0, 1) }
  await expect(install(server.sql, withExtra)).rejects.toThrow('not now')
  await server.sql.query(`DROP EVENT TRIGGER ${blocked}`)
  expect(await whatIsPlanned()).toEqual(['create trigger zz_convergence_stamp_insert on public.listings'])
})

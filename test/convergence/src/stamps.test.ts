import { randomUUID } from 'node:crypto'
import { install } from '@bicoastal/convergence'
import { decodeVersion } from '@bicoastal/kernel'
import type { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { setClock } from './fixtures/region-pair.js'
import { fixtureInstallation, type RegionServer, startRegionServer } from './fixtures/region-server.js'

let server: RegionServer
let application: Client
let id: string

beforeAll(async () => {
  server = await startRegionServer('west')
  application = await server.connect('application')
})
afterAll(() => server.stop())
beforeEach(async () => {
  id = randomUUID()
  await application.query('INSERT INTO listings (id, likes) VALUES ($1, 2)', [id])
})

const update = (assignments: string, values: readonly unknown[] = []) =>
  application.query(`UPDATE listings SET ${assignments} WHERE id = $1 RETURNING *`, [id, ...values])
const row = async () => (await server.sql.query('SELECT * FROM listings WHERE id = $1', [id])).rows[0]

describe('a local insert', () => {
  test('is versioned with this region and this moment, and keeps nothing else until something changes', async () => {
    const before = Date.now()
    const { _h, _v_title, _v_price, _v_deleted_at, _n_likes } = await row()
    const { issuedAt, region } = decodeVersion(BigInt(_h))
    expect(region).toBe('west')
    expect(Math.abs(issuedAt.getTime() - before)).toBeLessThan(10_000)
    expect({ _v_title, _v_price, _v_deleted_at }).toEqual({ _v_title: null, _v_price: null, _v_deleted_at: null })
    expect(_n_likes).toEqual(['0', '0', '2', '0'])
  })

  test('overwrites bookkeeping that its writer made up', async () => {
    const forged = randomUUID()
    await server.sql.query(
      "INSERT INTO listings (id, likes, _h, _v_title, _n_likes) VALUES ($1, 1, 9223372036854775807, 9223372036854775807, '{99,0,0,0}')",
      [forged],
    )
    const { rows } = await server.sql.query('SELECT * FROM listings WHERE id = $1', [forged])
    expect(BigInt(rows[0]['_h'])).toBeLessThan(2n ** 62n)
    expect(rows[0]).toMatchObject({ _v_title: null, _n_likes: ['0', '0', '1', '0'] })
  })
})

describe('a local update', () => {
  test('versions the groups it changes and no other', async () => {
    await update("amount = 5, title = 'untitled'")
    const { _h, _v_price, _v_title, _v_address } = await row()
    expect(BigInt(_v_price)).toBeGreaterThan(BigInt(_h))
    expect({ _v_title, _v_address }).toEqual({ _v_title: null, _v_address: null })
  })

  test('gets a version above every one in the row, though the clock stands still or runs back', async () => {
    const seen = [BigInt((await row())['_h'])]
    await setClock(server.sql, { at: 1n })
    for (const title of ['one', 'two', 'three']) {
      await update('title = $2', [title])
      seen.push(BigInt((await row())['_v_title']))
    }
    expect(seen).toEqual(seen.toSorted((one, other) => (one < other ? -1 : 1)))
    expect(new Set(seen).size).toBe(4)
  })

  test('ignores what an owner writes into bookkeeping columns', async () => {
    await server.sql.query(
      "UPDATE listings SET _v_title = 7, _h = 7, _seen_east = 7, _seen_west = 7, _s_tags = '[7]', _n_likes = '{7,7,7,7}' WHERE id = $1",
      [id],
    )
    const { _h, ...rest } = await row()
    expect(BigInt(_h)).toBeGreaterThan(7n)
    expect(rest).toMatchObject({
      _v_title: null,
      _seen_east: null,
      _seen_west: null,
      _s_tags: null,
      _n_likes: ['0', '0', '2', '0'],
    })
  })

  test('counts what it adds and what it takes away in the part of this region', async () => {
    await update('likes = likes + 5')
    await update('likes = likes - 3')
    expect(await row()).toMatchObject({ likes: 4, _n_likes: ['0', '0', '7', '3'] })
  })

  test('keeps in a set each text once, sorted by bytes, with the version of its addition', async () => {
    await update("tags = '{red,blue,red,Ärger,Zoo}'")
    const first = await row()
    expect(first.tags).toEqual(['Zoo', 'blue', 'red', 'Ärger'])
    expect(new Set(Object.values(first['_s_tags']).flat()).size).toBe(1)
    await update("tags = array_remove(tags, 'Zoo') || '{green}'")
    const second = await row()
    expect(second.tags).toEqual(['blue', 'green', 'red', 'Ärger'])
    expect(second['_s_tags']).toMatchObject({ blue: first['_s_tags'].blue, red: first['_s_tags'].red })
    await update("tags = array_append(tags, 'red')")
    const third = await row()
    expect(third.tags).toEqual(second.tags)
    expect(third['_s_tags'].red[0]).toBeGreaterThan(second['_s_tags'].green[0])
    await update("tags = '{}'")
    expect(await row()).toMatchObject({ tags: [], _s_tags: null })
  })

  test('may not put NULL into a set, nor in its place', async () => {
    await expect(update("tags = tags || NULL::text || '{a}'")).rejects.toMatchObject({
      code: '22004',
      message: /listings\.tags cannot hold NULL/,
    })
    await expect(update('tags = NULL')).rejects.toMatchObject({ code: '23502' })
  })

  test('marks the row as written by this region, whatever it changes, and in no other way', async () => {
    const before = await row()
    expect(before).toMatchObject({ _seen_east: null, _seen_west: null })
    let last = BigInt(before['_h'])
    for (const change of ['likes = likes + 1', 'stage = 1', "tags = '{a}'", "title = 'x'", 'deleted_at = now()']) {
      await update(change)
      const { _seen_east, _seen_west, _h } = await row()
      expect({ _seen_east, _h }).toEqual({ _seen_east: null, _h: before['_h'] })
      expect(BigInt(_seen_west)).toBeGreaterThan(last)
      last = BigInt(_seen_west)
    }
  })

  test('may not step back in what only climbs, nor go to NULL or to a value nobody declared', async () => {
    await update("state = 'live', stage = 3")
    const refused = { code: '23514' }
    await expect(update("state = 'draft'")).rejects.toMatchObject({
      ...refused,
      message: /listings\.state may not go back from live to draft/,
    })
    await expect(update('stage = 2')).rejects.toMatchObject(refused)
    await expect(update('stage = NULL')).rejects.toMatchObject(refused)
    await expect(update("state = 'sold'")).rejects.toMatchObject({
      ...refused,
      hint: 'Known, lowest first: draft, live, retired.',
    })
    await expect(update("state = 'retired', stage = 4")).resolves.toMatchObject({ rowCount: 1 })
  })

  test('may not change the key', async () => {
    await expect(update('id = gen_random_uuid()')).rejects.toMatchObject({
      code: '0A000',
      message: /key of public.listings/,
    })
  })

  test('of nothing keeps every version', async () => {
    const before = await row()
    await update('title = title, amount = amount, likes = likes, state = state')
    expect(await row()).toEqual(before)
  })
})

describe('physical deletion', () => {
  test.each(['DELETE FROM listings', 'DELETE FROM listings WHERE false', 'TRUNCATE listings'])(
    'by "%s" is refused, to the owner, too',
    async (text) => {
      await expect(server.sql.query(text)).rejects.toMatchObject({ code: '0A000', hint: /tombstone/ })
      expect(await row()).toBeDefined()
    },
  )
})

describe('the application role', () => {
  test.each([
    ['insert a version', 'INSERT INTO listings (id, _h) VALUES (gen_random_uuid(), 1)'],
    ['update a version', 'UPDATE listings SET _v_title = 1'],
    ['update the parts of a counter', "UPDATE listings SET _n_likes = '{1,1,1,1}'"],
    ['delete rows', 'DELETE FROM listings'],
    [
      'replace the clock',
      'CREATE OR REPLACE FUNCTION convergence.clock() RETURNS bigint LANGUAGE sql AS $$ SELECT 1::bigint $$',
    ],
    ['switch the triggers off', 'SET session_replication_role = replica'],
  ])('may not %s', async (_what, text) => {
    await expect(application.query(text)).rejects.toMatchObject({ code: '42501' })
  })

  test('gets no rights of others by temporary views that are named like what a function reads', async () => {
    await application.query(`
      CREATE TEMPORARY TABLE seen (as_whom text);
      CREATE FUNCTION pg_temp.lure() RETURNS name LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO pg_temp.seen VALUES (current_user); RETURN 'nothing'; END $$;
      CREATE TEMPORARY VIEW pg_replication_slots AS
        SELECT pg_temp.lure() AS slot_name, current_database() AS database, 0 AS active_pid, '0/0'::pg_lsn AS confirmed_flush_lsn`)
    try {
      await application.query('SELECT * FROM convergence.positions()')
      expect((await application.query('SELECT * FROM pg_temp.seen')).rows).toEqual([])
    } finally {
      await application.query('DISCARD TEMPORARY')
    }
  })

  test('may read whole rows, lock them and upsert', async () => {
    await application.query('SELECT * FROM listings WHERE id = $1 FOR UPDATE', [id])
    const upsert =
      'INSERT INTO listings (id, likes) VALUES ($1, 1) ON CONFLICT (id) DO UPDATE SET likes = listings.likes + 1 RETURNING *'
    const { rows } = await application.query(upsert, [id])
    expect(rows[0]).toMatchObject({ likes: 3, _n_likes: ['0', '0', '3', '0'] })
  })
})

describe('the search path', () => {
  test('of a writer does not matter', async () => {
    await application.query("SET search_path = ''")
    await application.query("UPDATE public.listings SET title = 'anywhere', likes = 9, state = 'live' WHERE id = $1", [
      id,
    ])
    await application.query('RESET search_path')
    expect(await row()).toMatchObject({ title: 'anywhere', likes: 9 })
  })
})

afterEach(async () => {
  await install(server.sql, await fixtureInstallation('west'))
})

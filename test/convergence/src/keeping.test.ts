import { randomUUID } from 'node:crypto'
import { listIncidents, listQuarantine, subscriptionName } from '@bicoastal/convergence'
import { eventually, seconds } from '@bicoastal/kernel'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
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

const kinds = async (server: RegionServer) =>
  (await listIncidents(server.sql, { open: true, limit: 100 })).map((incident) => incident.kind).toSorted()

const untilHealed = (server: RegionServer) =>
  eventually(async () => (await kinds(server)).length === 0, {
    awaited: 'every incident to be healed',
    deadline: seconds(60),
  })

const inWest = async (table: string, where: string, values: readonly unknown[]) =>
  (await west.sql.query(`SELECT * FROM ${table} WHERE ${where}`, [...values])).rows

const arrival = (table: string, where: string, values: readonly unknown[]) =>
  eventually(async () => (await inWest(table, where, values))[0], {
    awaited: `a row of ${table}`,
    deadline: seconds(60),
  })

describe('a row that breaks a CHECK of this region', () => {
  const CHECK = 'ALTER TABLE listings ADD CONSTRAINT affordable CHECK (amount < 1000) NOT VALID'
  const DROP = 'ALTER TABLE listings DROP CONSTRAINT IF EXISTS affordable'

  beforeEach(() => west.sql.query(CHECK))
  afterEach(() => west.sql.query(DROP))

  test('goes into quarantine, everything else arrives, and it comes when it fits, with what was written meanwhile', async () => {
    const [poison, healthy, label] = [randomUUID(), randomUUID(), randomUUID()]
    const startedAt = performance.now()
    await east.sql.query('BEGIN')
    await east.sql.query("INSERT INTO listings (id, title) VALUES ($1, 'same transaction')", [healthy])
    await east.sql.query("INSERT INTO listings (id, title, amount) VALUES ($1, 'poison', 5000)", [poison])
    await east.sql.query('COMMIT')
    await east.sql.query("INSERT INTO labels (owner, name) VALUES ('unrelated', $1)", [label])
    await arrival('labels', 'name = $1', [label])
    await arrival('listings', 'id = $1', [healthy])
    expect(performance.now() - startedAt).toBeLessThan(seconds(20))
    expect(await inWest('listings', 'id = $1', [poison])).toEqual([])
    const [quarantined] = await eventually(
      async () => {
        const rows = await listQuarantine(west.sql, 10)
        return rows.length > 0 ? rows : null
      },
      { awaited: 'the quarantine' },
    )
    expect(quarantined).toMatchObject({ table: 'listings', key: `(${poison})`, code: '23514' })
    expect(quarantined?.reason).toContain('affordable')
    expect(quarantined?.image).toMatchObject({ title: 'poison', amount: '5000' })
    expect(await kinds(west)).toContain('row_refused')

    // Replication drops what concerns a row that is not there.
    await east.sql.query("UPDATE listings SET title = 'written meanwhile', likes = likes + 2 WHERE id = $1", [poison])
    await west.sql.query(DROP)
    const row = await arrival('listings', 'id = $1', [poison])
    expect(row).toMatchObject({ title: 'written meanwhile', amount: 5000, likes: 2 })
    await untilHealed(west)
    await pair.converge()
  })

  test('does not hold up others, however many there are of its kind', async () => {
    await east.sql.query("INSERT INTO labels (owner, name) VALUES ('before', 'x')")
    const startedAt = performance.now()
    for (let n = 0; n < 300; n += 1)
      await east.sql.query('INSERT INTO listings (id, amount) VALUES ($1, 2000)', [randomUUID()])
    await east.sql.query("INSERT INTO labels (owner, name) VALUES ('after', 'y')")
    await arrival('labels', "owner = 'after'", [])
    expect(performance.now() - startedAt).toBeLessThan(seconds(30))
    await eventually(async () => (await listQuarantine(west.sql, 1000)).length === 300, {
      awaited: 'all of them in quarantine',
      deadline: seconds(20),
    })
    await west.sql.query(DROP)
    await west.sql.query('UPDATE convergence.awaited_rows SET next_attempt_at = now()')
    await untilHealed(west)
    await pair.converge()
  })

  test('that became sound in the other region meanwhile arrives as it is now, with nothing in quarantine', async () => {
    const id = randomUUID()
    await west.sql.query(`ALTER SUBSCRIPTION ${subscriptionName('west')} DISABLE`)
    await east.sql.query("INSERT INTO listings (id, title, amount) VALUES ($1, 'wrong', 5000)", [id])
    await east.sql.query("UPDATE listings SET title = 'corrected', amount = 5 WHERE id = $1", [id])
    await west.sql.query(`ALTER SUBSCRIPTION ${subscriptionName('west')} ENABLE`)
    expect(await arrival('listings', 'id = $1', [id])).toMatchObject({ title: 'corrected', amount: 5 })
    await untilHealed(west)
    expect(await listQuarantine(west.sql, 10)).toEqual([])
    await pair.converge()
  })
})

const columns = (server: RegionServer, verb: 'ADD' | 'DROP') =>
  server.sql.query(`ALTER TABLE listings ${verb} COLUMN ${verb === 'ADD' ? 'motto text' : 'motto'}`)

/** Writes rows of east as no trigger would let them be; they travel like any others. */
async function withoutTriggers(work: () => Promise<unknown>): Promise<void> {
  await east.sql.query('ALTER TABLE listings DISABLE TRIGGER USER')
  await work()
  await east.sql.query('ALTER TABLE listings ENABLE TRIGGER USER')
  for (const name of ['merge_insert', 'merge_update']) {
    await east.sql.query(`ALTER TABLE listings ENABLE REPLICA TRIGGER zz_convergence_${name}`)
  }
}

describe('a row with what no region sends', () => {
  test('a column that this region does not have waits for the column; tables without it go on', async () => {
    const [unknown, label] = [randomUUID(), randomUUID()]
    const { rows } = await east.sql.query(
      "SELECT array_to_string(attnames, ',') AS names FROM pg_publication_tables WHERE pubname = 'bicoastal' AND tablename = 'listings'",
    )
    const others = await east.sql.query(
      `SELECT string_agg(format('%I.%I (%s)', schemaname, tablename, (SELECT string_agg(quote_ident(a), ',') FROM unnest(attnames) a)), ', ') AS list
         FROM pg_publication_tables WHERE pubname = 'bicoastal' AND tablename <> 'listings'`,
    )
    const publish = (listings: string) =>
      east.sql.query(`ALTER PUBLICATION bicoastal SET TABLE public.listings (${listings}), ${others.rows[0].list}`)
    await columns(east, 'ADD')
    await publish(`${rows[0].names},motto`)
    await east.sql.query("INSERT INTO listings (id, motto) VALUES ($1, 'ahead of its time')", [unknown])
    await east.sql.query("INSERT INTO labels (owner, name) VALUES ('unrelated', $1)", [label])
    await arrival('labels', 'name = $1', [label])
    expect(await listQuarantine(west.sql, 10)).toMatchObject([{ key: `(${unknown})`, code: 'unknown_column' }])
    await columns(west, 'ADD')
    expect(await arrival('listings', 'id = $1', [unknown])).toMatchObject({ motto: 'ahead of its time' })
    await untilHealed(west)
    await publish(rows[0].names)
    await columns(east, 'DROP')
    await columns(west, 'DROP')
    await pair.converge()
  })

  test('no version at all goes into quarantine', async () => {
    const [id, label] = [randomUUID(), randomUUID()]
    await east.sql.query('ALTER TABLE listings ALTER COLUMN _h DROP NOT NULL')
    await withoutTriggers(() =>
      east.sql.query("INSERT INTO listings (id, title, _h) VALUES ($1, 'no version', NULL)", [id]),
    )
    await east.sql.query("INSERT INTO labels (owner, name) VALUES ('unrelated', $1)", [label])
    await arrival('labels', 'name = $1', [label])
    expect(await listQuarantine(west.sql, 10)).toMatchObject([{ key: `(${id})`, code: '22008' }])
    await withoutTriggers(() => east.sql.query('UPDATE listings SET _h = convergence.tick(0) WHERE id = $1', [id]))
    await east.sql.query('ALTER TABLE listings ALTER COLUMN _h SET NOT NULL')
    expect(await arrival('listings', 'id = $1', [id])).toMatchObject({ title: 'no version' })
    await untilHealed(west)
    await pair.converge()
  })
})

describe('what is not a fault of applying', () => {
  test('a subscription that a person disabled is reported and stays disabled', async () => {
    await west.sql.query(`ALTER SUBSCRIPTION ${subscriptionName('west')} DISABLE`)
    await eventually(async () => (await kinds(west)).includes('subscription_disabled'), { awaited: 'the report' })
    await east.sql.query("INSERT INTO labels (owner, name) VALUES ('patience', 'p')")
    const isEnabled = async () =>
      (await west.sql.query('SELECT subenabled AS enabled FROM pg_subscription')).rows[0].enabled as boolean
    // Many rounds later.
    const { rows } = await west.sql.query("SELECT clock_timestamp() + interval '3 s' AS until")
    await eventually(
      async () => (await west.sql.query('SELECT clock_timestamp() > $1 AS past', [rows[0].until])).rows[0].past,
      { awaited: 'three seconds of rounds' },
    )
    expect(await isEnabled()).toBe(false)
    expect(await kinds(west)).toEqual(['subscription_disabled'])
    await west.sql.query(`ALTER SUBSCRIPTION ${subscriptionName('west')} ENABLE`)
    await arrival('labels', "owner = 'patience'", [])
    await untilHealed(west)
  })
})

describe('a stream that was lost', () => {
  test('is started anew without anybody, with what both sides wrote meanwhile', async () => {
    const [here, there] = [randomUUID(), randomUUID()]
    await west.sql.query(`ALTER SUBSCRIPTION ${subscriptionName('west')} DISABLE`)
    await eventually(
      async () =>
        (
          await east.sql.query(
            "SELECT pg_drop_replication_slot('to_west') FROM pg_replication_slots WHERE slot_name = 'to_west' AND NOT active",
          )
        ).rowCount === 1,
      { awaited: 'the slot to be free' },
    )
    await east.sql.query("INSERT INTO listings (id, title) VALUES ($1, 'nobody was told')", [there])
    await west.sql.query("INSERT INTO listings (id, title) VALUES ($1, 'meanwhile')", [here])
    await west.sql.query(`ALTER SUBSCRIPTION ${subscriptionName('west')} ENABLE`)
    await arrival('listings', 'id = $1', [there])
    await untilHealed(west)
    await pair.converge()
    const all = await listIncidents(west.sql, { open: false, limit: 100 })
    expect(all.map((incident) => incident.kind)).toContain('stream_lost')
  })
})

describe('an apply worker that waits for a lock', () => {
  test('is reported with who holds it, who is ended in time', async () => {
    const id = randomUUID()
    await east.sql.query('INSERT INTO listings (id) VALUES ($1)', [id])
    await pair.converge()
    const holder = await west.connect('application')
    const ended = new Promise((resolve) => holder.on('error', resolve))
    await holder.query('BEGIN')
    await holder.query('SELECT FROM listings WHERE id = $1 FOR UPDATE', [id])
    await east.sql.query("UPDATE listings SET title = 'held up' WHERE id = $1", [id])
    await eventually(async () => (await kinds(west)).includes('apply_stalled'), {
      awaited: 'the report',
      deadline: seconds(15),
    })
    expect(await arrival('listings', "id = $1 AND title = 'held up'", [id])).toBeDefined()
    await ended
    await untilHealed(west)
  })
})

describe('a copy of a table that cannot succeed, because one of its rows does not fit', () => {
  afterEach(() => west.sql.query('ALTER TABLE listings DROP CONSTRAINT IF EXISTS affordable'))

  test('ends with that row in quarantine and all others here', async () => {
    const [poison, healthy] = [randomUUID(), randomUUID()]
    await west.sql.query('ALTER TABLE listings ADD CONSTRAINT affordable CHECK (amount < 1000) NOT VALID')
    await west.sql.query(`ALTER SUBSCRIPTION ${subscriptionName('west')} DISABLE`)
    await eventually(
      async () =>
        (
          await east.sql.query(
            "SELECT pg_drop_replication_slot('to_west') FROM pg_replication_slots WHERE slot_name = 'to_west' AND NOT active",
          )
        ).rowCount === 1,
      { awaited: 'the slot to be free' },
    )
    await east.sql.query('INSERT INTO listings (id, amount) VALUES ($1, 5000), ($2, 5)', [poison, healthy])
    await west.sql.query(`ALTER SUBSCRIPTION ${subscriptionName('west')} ENABLE`)
    await arrival('listings', 'id = $1', [healthy])
    const quarantine = await eventually(
      async () => {
        const rows = await listQuarantine(west.sql, 10)
        return rows.length > 0 ? rows : null
      },
      { awaited: 'the quarantine', deadline: seconds(30) },
    )
    expect(quarantine).toMatchObject([{ key: `(${poison})`, code: '23514' }])
    await west.sql.query('ALTER TABLE listings DROP CONSTRAINT affordable')
    await arrival('listings', 'id = $1', [poison])
    await pair.converge()
    const { rows } = await west.sql.query("SELECT FROM pg_trigger WHERE tgname = 'aa_skip_copy'")
    expect(rows).toEqual([])
  })
})

describe('a version that no clock can have issued', () => {
  test('goes into quarantine as an insert and as an update, and comes when it is corrected', async () => {
    const [inserted, updated, label] = [randomUUID(), randomUUID(), randomUUID()]
    await east.sql.query("INSERT INTO listings (id, title) VALUES ($1, 'sound')", [updated])
    await pair.converge()
    await withoutTriggers(async () => {
      await east.sql.query("INSERT INTO listings (id, title, _h) VALUES ($1, 'absurd', 9223372036854775553)", [
        inserted,
      ])
      await east.sql.query("UPDATE listings SET title = 'absurd', _seen_east = 9223372036854775553 WHERE id = $1", [
        updated,
      ])
    })
    await east.sql.query("INSERT INTO labels (owner, name) VALUES ('unrelated', $1)", [label])
    await arrival('labels', 'name = $1', [label])
    const quarantine = await listQuarantine(west.sql, 10)
    expect(quarantine.map((row) => row.key).toSorted()).toEqual([`(${inserted})`, `(${updated})`].toSorted())
    expect(new Set(quarantine.map((row) => row.code))).toEqual(new Set(['22008']))
    expect(await inWest('listings', 'id = $1', [updated])).toMatchObject([{ title: 'sound' }])
    await withoutTriggers(() =>
      east.sql.query(
        'UPDATE listings SET _h = least(_h, convergence.tick(0)), _seen_east = convergence.tick(_h & 255) WHERE id IN ($1, $2)',
        [inserted, updated],
      ),
    )
    expect(await arrival('listings', "id = $1 AND title = 'absurd'", [inserted])).toBeDefined()
    expect(await arrival('listings', "id = $1 AND title = 'absurd'", [updated])).toBeDefined()
    await untilHealed(west)
  })
})

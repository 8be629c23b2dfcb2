import { randomUUID } from 'node:crypto'
import {
  BEAT_SQL,
  compareRegions,
  install,
  PEER_HEARTBEAT_AGE_SQL,
  PeerNotReadyError,
  publish,
  slotName,
  subscribe,
  subscriptionName,
  WrongPeerError,
} from '@bicoastal/convergence'
import { eventually, seconds } from '@bicoastal/kernel'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RegionPair, startRegionPair, subscribeTo, untilCopied } from './fixtures/region-pair.js'
import { fixtureInstallation, type RegionServer, startRegionServer } from './fixtures/region-server.js'

let pair: RegionPair

beforeAll(async () => {
  // Both regions subscribe at once: each waiting for the other's transactions to end would hang here.
  pair = await startRegionPair()
})
afterAll(() => pair.stop())

const subscribeEast = () => subscribeTo(pair.east, pair.west)

describe('subscribing', () => {
  test('a second time changes nothing', async () => {
    expect(await subscribeEast()).toEqual([])
  })

  test('makes the slot and the subscription survive a promotion, and keeps merged writes from going back', async () => {
    const { rows } = await pair.east.sql.query(
      'SELECT subfailover, suborigin, subsynccommit, substream::text FROM pg_subscription',
    )
    expect(rows).toEqual([{ subfailover: true, suborigin: 'none', subsynccommit: 'on', substream: 'f' }])
    const slots = await pair.west.sql.query('SELECT failover FROM pg_replication_slots WHERE slot_name = $1', [
      slotName('east'),
    ])
    expect(slots.rows).toEqual([{ failover: true }])
  })

  test('gives the apply worker more patience with deadlocks than any caller has', async () => {
    const { rows } = await pair.east.sql.query(
      'SELECT setconfig FROM pg_db_role_setting d JOIN pg_database b ON b.oid = d.setdatabase WHERE b.datname = current_database()',
    )
    expect(rows).toEqual([{ setconfig: ['deadlock_timeout=10s'] }])
  })

  test.each([
    ['was disabled', `ALTER SUBSCRIPTION from_west DISABLE`, ['start the worker of from_west']],
    ['lost its origin', `ALTER SUBSCRIPTION from_west SET (origin = any)`, ['set the origin of from_west']],
    [
      'no longer waits for the disk',
      `ALTER SUBSCRIPTION from_west SET (synchronous_commit = off)`,
      ['set the commit of from_west'],
    ],
  ])('repairs a subscription that %s', async (_what, drift, expected) => {
    await pair.east.sql.query(drift)
    expect(await subscribeEast()).toEqual(expected)
    expect(await subscribeEast()).toEqual([])
  })

  test('brings in a table that the peer publishes since then, with the rows it had', async () => {
    const extra = {
      schema: 'public',
      name: 'notes',
      entity: 'Note',
      key: [{ name: 'id', type: 'uuid', array: false, nullable: false }],
      naturalKey: false,
    } as const
    const tables = [
      ...pair.east.tables,
      {
        ...extra,
        units: [
          {
            policy: 'lastWriteWins',
            name: 'body',
            columns: [{ name: 'body', type: 'text', array: false, nullable: true }],
          },
        ],
      },
    ] as const
    for (const { sql, region } of [pair.east, pair.west]) {
      await sql.query('CREATE TABLE notes (id uuid PRIMARY KEY, body text)')
      await install(sql, { ...(await fixtureInstallation(region)), tables })
    }
    for (const [own, other] of [
      [pair.west, pair.east],
      [pair.east, pair.west],
    ] as const) {
      await publish({ here: own.sql, peer: await other.connect('replication') }, { region: own.region, tables })
    }
    const id = randomUUID()
    await pair.west.sql.query("INSERT INTO notes VALUES ($1, 'from before')", [id])
    expect(await subscribeEast()).toEqual(['renew the tables of from_west'])
    const found = await eventually(
      async () => (await pair.east.sql.query('SELECT body FROM notes WHERE id = $1', [id])).rows[0],
      { awaited: 'the note to be copied', deadline: seconds(30) },
    )
    expect(found).toEqual({ body: 'from before' })
    await subscribeTo(pair.west, pair.east)
    await untilCopied(pair.east.sql)
    await untilCopied(pair.west.sql)
  })

  test('refuses an address that leads back to the same region', async () => {
    const peer = await pair.east.connect('replication')
    const ends = { region: 'east', here: pair.east.sql, peer, peerUrl: pair.east.postgres.urls.replication } as const
    await expect(subscribe(ends)).rejects.toThrow(WrongPeerError)
  })
})

describe('a peer that is not ready', () => {
  let bare: RegionServer

  beforeAll(async () => {
    bare = await startRegionServer('west', { installed: false })
  })
  afterAll(() => bare.stop())

  test('is named with what to do, and nothing is changed', async () => {
    await expect(subscribeTo(bare, pair.east)).rejects.toThrow(PeerNotReadyError)
    const { rows } = await bare.sql.query('SELECT count(*)::int AS count FROM pg_subscription')
    expect(rows).toEqual([{ count: 0 }])
  })
})

describe('a stream that was lost', () => {
  test('is started anew with a merge of everything, when the peer no longer has the slot', async () => {
    const id = randomUUID()
    await pair.cut()
    await pair.west.sql.query('SELECT pg_drop_replication_slot($1)', [slotName('east')])
    await pair.west.sql.query("INSERT INTO listings (id, title, likes) VALUES ($1, 'nobody was told', 4)", [id])
    await pair.east.sql.query("INSERT INTO listings (id, title, likes) VALUES ($1, 'meanwhile', 3)", [id])
    await pair.heal()
    expect(await subscribeEast()).toEqual([
      'drop subscription from_west',
      'create slot to_east',
      'subscribe to west and copy what is there',
    ])
    await untilCopied(pair.east.sql)
    await pair.converge()
    const { rows } = await pair.east.sql.query('SELECT title, likes FROM listings WHERE id = $1', [id])
    expect(rows).toEqual([{ title: 'meanwhile', likes: 7 }])
  })

  test('is started anew when this region lost its subscription but the peer kept the slot', async () => {
    await pair.cut()
    await pair.east.sql.query(`ALTER SUBSCRIPTION ${subscriptionName('east')} SET (slot_name = NONE)`)
    await pair.east.sql.query(`DROP SUBSCRIPTION ${subscriptionName('east')}`)
    await pair.west.sql.query(`ALTER SUBSCRIPTION ${subscriptionName('west')} ENABLE`)
    expect(await subscribeEast()).toEqual([
      'drop slot to_east (nobody reads it)',
      'create slot to_east',
      'subscribe to west and copy what is there',
    ])
    await untilCopied(pair.east.sql)
    await pair.converge()
  })

  test('copies over rows that are equal without writing one of them', async () => {
    await pair.west.sql.query(
      "INSERT INTO listings (id, title) SELECT gen_random_uuid(), 'row ' || n FROM generate_series(1, 500) n",
    )
    await pair.converge()
    const writes = "SELECT md5(string_agg(ctid::text || xmin::text, ',' ORDER BY id)) AS digest FROM listings"
    const before = await pair.east.sql.query(writes)
    await pair.cut()
    await pair.west.sql.query('SELECT pg_drop_replication_slot($1)', [slotName('east')])
    await pair.heal()
    await subscribeEast()
    await untilCopied(pair.east.sql)
    expect((await pair.east.sql.query(writes)).rows).toEqual(before.rows)
  })
})

describe('a deadlock between a caller and the apply worker', () => {
  test('ends with the caller, who may repeat everything, never with a failure of replication', async () => {
    const [one, other] = [randomUUID(), randomUUID()]
    await pair.east.sql.query('INSERT INTO listings (id) VALUES ($1), ($2)', [one, other])
    await pair.converge()
    const failures = async (): Promise<unknown> =>
      (await pair.west.sql.query('SELECT apply_error_count FROM pg_stat_subscription_stats')).rows
    const before = await failures()
    const caller = await pair.west.connect('application')
    const like = 'UPDATE listings SET likes = likes + 1 WHERE id = $1'
    await caller.query('BEGIN')
    await caller.query(like, [one])
    await pair.east.sql.query('BEGIN')
    await pair.east.sql.query(like, [other])
    await pair.east.sql.query(like, [one])
    await pair.east.sql.query('COMMIT')
    const waiting =
      "SELECT FROM pg_stat_activity WHERE backend_type = 'logical replication apply worker' AND wait_event_type = 'Lock'"
    await eventually(async () => (await pair.west.sql.query(waiting)).rowCount === 1, {
      awaited: 'the apply worker to wait for the caller',
    })
    await expect(caller.query(like, [other])).rejects.toMatchObject({ code: '40P01' })
    await caller.query('ROLLBACK')
    await pair.converge()
    expect(await failures()).toEqual(before)
  })
})

describe('the heartbeat', () => {
  test('of each region arrives in the other and tells its age', async () => {
    for (const { connect } of [pair.east, pair.west]) await (await connect('application')).query(BEAT_SQL)
    await pair.converge()
    const { rows } = await pair.east.sql.query(PEER_HEARTBEAT_AGE_SQL)
    expect(rows).toEqual([{ region: 2, seconds: expect.any(Number) }])
    expect(rows[0].seconds).toBeGreaterThan(0)
    expect(rows[0].seconds).toBeLessThan(60)
  })
})

describe('comparing regions', () => {
  test('names rows that differ, column by column, and rows that one side lacks', async () => {
    const [changed, missing] = [randomUUID(), randomUUID()]
    await pair.east.sql.query("INSERT INTO listings (id, title) VALUES ($1, 'same')", [changed])
    await pair.converge()
    const east = await pair.east.connect('admin')
    // What carries an origin is not sent on: this is a region that lost a write and made one up.
    await east.query(
      "SELECT pg_replication_origin_create('fault'); SELECT pg_replication_origin_session_setup('fault')",
    )
    await east.query('SET session_replication_role = replica')
    await east.query("UPDATE listings SET title = 'corrupted', _v_title = 9223372036854775807 WHERE id = $1", [changed])
    await east.query('INSERT INTO listings (id, _h) VALUES ($1, 1)', [missing])
    const comparison = await compareRegions(east, pair.west.sql, [pair.east.listings])
    await east.query('DELETE FROM listings WHERE id = ANY($1)', [[changed, missing]])
    expect(comparison).toMatchObject({ equal: false, differing: 2 })
    expect(comparison.differences).toContainEqual({
      table: 'listings',
      key: `(${missing})`,
      missingIn: 'west',
      columns: [],
    })
    expect(comparison.differences).toContainEqual({
      table: 'listings',
      key: `(${changed})`,
      missingIn: null,
      columns: [
        { column: 'title', east: 'corrupted', west: 'same' },
        { column: '_v_title', east: '9223372036854775807', west: null },
      ],
    })
  })
})

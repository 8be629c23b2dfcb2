import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { install } from '@bicoastal/convergence'
import { type RegionPair, setClock, startRegionPair } from './fixtures/region-pair.js'
import { fixtureInstallation } from './fixtures/region-server.js'

let pair: RegionPair
let id: string

beforeAll(async () => {
  pair = await startRegionPair()
})
afterAll(() => pair.stop())
beforeEach(() => {
  id = randomUUID()
})

const east = (text: string, values: unknown[] = [id]) => pair.east.sql.query(text, values)
const west = (text: string, values: unknown[] = [id]) => pair.west.sql.query(text, values)
const row = async () => (await east('SELECT * FROM listings WHERE id = $1')).rows[0]

/** Inserts the row in east and waits until west has it. */
async function listed(): Promise<void> {
  await east('INSERT INTO listings (id) VALUES ($1)')
  await pair.converge()
}

/** Runs `work` while neither region hears of the other, then lets them converge. */
async function apart(work: () => Promise<unknown>): Promise<void> {
  await pair.cut()
  await work()
  await pair.heal()
  await pair.converge()
}

async function applyErrors(): Promise<readonly string[]> {
  const text = 'SELECT apply_error_count AS errors FROM pg_stat_subscription_stats'
  return [...(await east(text, [])).rows, ...(await west(text, [])).rows].map((counts) => counts.errors)
}

describe('concurrent updates', () => {
  test('of different columns both survive', async () => {
    await listed()
    await apart(async () => {
      await east("UPDATE listings SET title = 'east' WHERE id = $1")
      await west('UPDATE listings SET weight = 1.50 WHERE id = $1')
    })
    expect(await row()).toMatchObject({ title: 'east', weight: '1.50' })
  })

  test('of one column end with the later write in both regions, whichever region was later', async () => {
    for (const [first, second, winner] of [[east, west, 'second'] as const, [west, east, 'second'] as const]) {
      id = randomUUID()
      await listed()
      await apart(async () => {
        await first("UPDATE listings SET title = 'first' WHERE id = $1")
        await second("UPDATE listings SET title = 'second' WHERE id = $1")
      })
      expect((await row()).title).toBe(winner)
    }
  })

  test('of two columns of a group never mix, though each region changed another one', async () => {
    await listed()
    await apart(async () => {
      await east("UPDATE listings SET currency = 'c7', amount = 7 WHERE id = $1")
      await west('UPDATE listings SET amount = 8 WHERE id = $1')
    })
    expect(await row()).toMatchObject({ amount: 8, currency: 'c0' })
  })

  test('of counters add up exactly, up and down', async () => {
    await listed()
    await apart(async () => {
      for (let count = 0; count < 10; count++) await east('UPDATE listings SET likes = likes + 3 WHERE id = $1')
      for (let count = 0; count < 7; count++)
        await west('UPDATE listings SET likes = likes - 1, views = views + 5 WHERE id = $1')
    })
    expect(await row()).toMatchObject({ likes: 23, views: '35' })
  })

  test('that add up beyond the range of the column show its end and lose nothing', async () => {
    await listed()
    await apart(async () => {
      await east('UPDATE listings SET likes = 2147483647 WHERE id = $1')
      await west('UPDATE listings SET likes = 10 WHERE id = $1')
    })
    expect((await row()).likes).toBe(2147483647)
    await west('UPDATE listings SET likes = likes - 100 WHERE id = $1')
    await apart(() => east("UPDATE listings SET likes = likes - 100, title = 'merge' WHERE id = $1"))
    expect((await row())['_n_likes']).toEqual(['2147483647', '100', '10', '100'])
  })

  test('of what only climbs end with the higher value, also when the lower one came later', async () => {
    await listed()
    await apart(async () => {
      await west("UPDATE listings SET state = 'retired', stage = 1 WHERE id = $1")
      await east("UPDATE listings SET state = 'live', stage = 9 WHERE id = $1")
    })
    expect(await row()).toMatchObject({ state: 'retired', stage: 9 })
  })

  test('at the same instant go to the region with the higher number, in both regions', async () => {
    await listed()
    const at = (BigInt((await row())['_h']) >> 8n) + 1_000_000n
    await apart(async () => {
      await setClock(pair.east.sql, { at })
      await setClock(pair.west.sql, { at })
      await west("UPDATE listings SET title = 'west' WHERE id = $1")
      await east("UPDATE listings SET title = 'east' WHERE id = $1")
    })
    expect((await row()).title).toBe('west')
  })

  test('of values that are equal but not the same bytes converge to one of them', async () => {
    await east('INSERT INTO listings (id, weight, details) VALUES ($1, 1.5, \'{"a": 1.0}\')')
    await pair.converge()
    await apart(async () => {
      await east("UPDATE listings SET weight = 1.50, title = 'east' WHERE id = $1")
      await west('UPDATE listings SET weight = 1.500, details = \'{"a": 1.00}\' WHERE id = $1')
    })
    expect(await row()).toMatchObject({ title: 'east', weight: '1.500' })
  })
})

describe('clocks that are wrong', () => {
  test('do not hide a write made after reading the one it replaces', async () => {
    await listed()
    await setClock(pair.west.sql, { ahead: '10 s' })
    await west("UPDATE listings SET title = 'from the future' WHERE id = $1")
    await pair.converge()
    await east("UPDATE listings SET title = 'after it' WHERE id = $1")
    await pair.converge()
    expect((await row()).title).toBe('after it')
  })

  test('that jump back still let every local write win over the one before', async () => {
    await setClock(pair.east.sql, { ahead: '1 hour' })
    await listed()
    await setClock(pair.east.sql, { ahead: '-1 hour' })
    for (const title of ['one', 'two', 'three']) await east('UPDATE listings SET title = $2 WHERE id = $1', [id, title])
    await pair.converge()
    expect((await row()).title).toBe('three')
  })

  afterEach(async () => {
    for (const server of [pair.east, pair.west]) await install(server.sql, await fixtureInstallation(server.region))
  })
})

describe('inserting one key in both regions', () => {
  test('takes all columns of the later insert, NULL included, and the sum of the counters', async () => {
    await apart(async () => {
      await east(`INSERT INTO listings (id, title, details, likes) VALUES ($1, 'east', '{"by": "east"}', 2)`)
      await west(`INSERT INTO listings (id, title, likes) VALUES ($1, 'west', 3)`)
    })
    expect(await row()).toMatchObject({ title: 'west', details: null, likes: 5 })
  })

  test('while the link is up, under names people choose, never makes the apply worker fail', async () => {
    const owner = randomUUID()
    const before = await applyErrors()
    for (let round = 0; round < 150; round++) {
      const upsert = (region: string) =>
        `INSERT INTO labels (owner, name, color, "order", uses) VALUES ('${owner}', 'label ${round}', '${region}', ${round}, 1)
         ON CONFLICT (owner, name) DO UPDATE SET color = EXCLUDED.color, uses = labels.uses + 1`
      await Promise.all([east(upsert('east'), []), west(upsert('west'), [])])
    }
    await pair.converge()
    const { rows } = await east('SELECT count(*)::int AS count, sum(uses)::int AS uses FROM labels WHERE owner = $1', [
      owner,
    ])
    expect(rows[0]).toEqual({ count: 150, uses: 300 })
    expect(await applyErrors()).toEqual(before)
  })

  test('while the link is up, under one UUID, heals where the worker lost the race', async () => {
    const ids = Array.from({ length: 100 }, () => randomUUID())
    for (const one of ids) {
      const insert =
        'INSERT INTO listings (id, likes) VALUES ($1, 1) ON CONFLICT (id) DO UPDATE SET likes = listings.likes + 1'
      await Promise.all([east(insert, [one]), west(insert, [one])])
    }
    await pair.converge()
    const { rows } = await west('SELECT sum(likes)::int AS likes FROM listings WHERE id = ANY($1)', [ids])
    expect(rows[0].likes).toBe(200)
  })
})

describe('deleting', () => {
  test('wins over a concurrent update, which still merges into the deleted row', async () => {
    await listed()
    await apart(async () => {
      await east('UPDATE listings SET deleted_at = now() WHERE id = $1')
      await west("UPDATE listings SET title = 'late', likes = likes + 1 WHERE id = $1")
    })
    expect(await row()).toMatchObject({ title: 'late', likes: 1, deleted_at: expect.any(Date) })
  })

  test('and restoring end with the later of the two', async () => {
    await listed()
    await east('UPDATE listings SET deleted_at = now() WHERE id = $1')
    await pair.converge()
    await apart(async () => {
      await west('UPDATE listings SET deleted_at = NULL WHERE id = $1')
      await east("UPDATE listings SET title = 'untouched tombstone' WHERE id = $1")
    })
    expect((await row()).deleted_at).toBeNull()
  })

  test('is not undone by a request repeated in the other region that inserts the row again later', async () => {
    await apart(async () => {
      await east('INSERT INTO listings (id) VALUES ($1)')
      await east('UPDATE listings SET deleted_at = now() WHERE id = $1')
      await west("INSERT INTO listings (id, title) VALUES ($1, 'again')")
    })
    expect(await row()).toMatchObject({ title: 'again', deleted_at: expect.any(Date) })
  })
})

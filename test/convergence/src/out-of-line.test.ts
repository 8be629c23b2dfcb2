import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type RegionPair, startRegionPair } from './fixtures/region-pair.js'

/** Values that PostgreSQL stores out of line (TOAST), and leaves out of the log when an update does not write them. */
let pair: RegionPair
let id: string

beforeAll(async () => {
  pair = await startRegionPair()
})
afterAll(() => pair.stop())
beforeEach(async () => {
  id = randomUUID()
  await east('INSERT INTO listings (id, street, city, details) VALUES ($1, $2, $3, $4)', [
    id,
    first,
    'first',
    JSON.stringify({ body: first }),
  ])
  await pair.converge()
})

const east = (text: string, values: unknown[] = [id]) => pair.east.sql.query(text, values)
const west = (text: string, values: unknown[] = [id]) => pair.west.sql.query(text, values)
const row = async () => (await west('SELECT * FROM listings WHERE id = $1')).rows[0]

/** Does not compress, so that it is stored out of line. */
const long = (letter: string): string => Array.from({ length: 400 }, () => randomUUID() + letter).join('')
const [first, second] = [long('1'), long('2')]

async function apart(work: () => Promise<unknown>): Promise<void> {
  await pair.cut()
  await work()
  await pair.heal()
  await pair.converge()
}

describe('values stored out of line', () => {
  test('that an update did not touch survive a concurrent change of another column', async () => {
    await apart(async () => {
      await east("UPDATE listings SET title = 'east' WHERE id = $1")
      await west('UPDATE listings SET likes = likes + 1 WHERE id = $1')
    })
    expect(await row()).toMatchObject({ title: 'east', likes: 1, street: first, details: { body: first } })
  })

  test('stay with the rest of their group when only the rest was written', async () => {
    await apart(async () => {
      await west('UPDATE listings SET street = $2, city = $3 WHERE id = $1', [id, second, 'second'])
      await east("UPDATE listings SET city = 'first, corrected' WHERE id = $1")
    })
    expect(await row()).toMatchObject({ street: first, city: 'first, corrected' })
  })

  test('win over a concurrent change of another column that came later', async () => {
    await apart(async () => {
      await east('UPDATE listings SET street = $2, city = $3 WHERE id = $1', [id, second, 'second'])
      await west("UPDATE listings SET title = 'later' WHERE id = $1")
    })
    expect(await row()).toMatchObject({ street: second, city: 'second', title: 'later' })
  })

  test('may become short and long again, in one region or in both', async () => {
    await apart(async () => {
      await east("UPDATE listings SET street = 'short' WHERE id = $1")
      await east('UPDATE listings SET street = $2 WHERE id = $1', [id, second])
      await west(`UPDATE listings SET details = '{"body": "short"}' WHERE id = $1`)
    })
    expect(await row()).toMatchObject({ street: second, details: { body: 'short' } })
    await apart(async () => {
      await west("UPDATE listings SET street = 'short again' WHERE id = $1")
      await east('UPDATE listings SET details = $2 WHERE id = $1', [id, JSON.stringify({ body: second })])
    })
    expect(await row()).toMatchObject({ street: 'short again', details: { body: second } })
  })

  test('survive a deletion that meets an update, and the restore', async () => {
    await apart(async () => {
      await east('UPDATE listings SET deleted_at = now() WHERE id = $1')
      await west("UPDATE listings SET city = 'elsewhere' WHERE id = $1")
    })
    expect(await row()).toMatchObject({ street: first, city: 'elsewhere', deleted_at: expect.any(Date) })
    await west('UPDATE listings SET deleted_at = NULL WHERE id = $1')
    await pair.converge()
    expect(await row()).toMatchObject({ street: first, city: 'elsewhere', deleted_at: null })
  })

  test('in many versions within one transaction end with the last', async () => {
    await apart(async () => {
      await east('BEGIN', [])
      for (const each of [second, 'short', first, second])
        await east('UPDATE listings SET street = $2 WHERE id = $1', [id, each])
      await east('UPDATE listings SET likes = likes + 1 WHERE id = $1')
      await east('COMMIT', [])
      await west('UPDATE listings SET likes = likes + 1 WHERE id = $1')
    })
    expect(await row()).toMatchObject({ street: second, likes: 2 })
  })
})

describe('updates that race with deletions', () => {
  test('in both regions at once, for many rows, leave the same rows deleted in both, with every change', async () => {
    const ids = Array.from({ length: 60 }, () => randomUUID())
    await east('INSERT INTO listings (id, street) SELECT unnest($1::uuid[]), $2', [ids, first])
    await pair.converge()
    const each = async (work: (one: string, index: number) => Promise<unknown>): Promise<void> => {
      for (const [index, one] of ids.entries()) await work(one, index)
    }
    await Promise.all([
      each((one, index) => east(`UPDATE listings SET deleted_at = now() WHERE id = $1 AND ${index} % 2 = 0`, [one])),
      each((one) => west('UPDATE listings SET likes = likes + 1, title = $2 WHERE id = $1', [one, one])),
      each((one) => west('UPDATE listings SET views = views + 1 WHERE id = $1', [one])),
    ])
    await pair.converge()
    const { rows } = await west(
      `SELECT count(*) FILTER (WHERE deleted_at IS NOT NULL)::int AS deleted, sum(likes)::int AS likes, sum(views)::int AS views,
              bool_and(title = id::text AND street = $2) AS complete FROM listings WHERE id = ANY($1)`,
      [ids, first],
    )
    expect(rows[0]).toEqual({ deleted: 30, likes: 60, views: 60, complete: true })
  })

  test('and with inserting the key again never bring a deleted row back', async () => {
    for (let round = 0; round < 30; round++) {
      const one = randomUUID()
      const again =
        'INSERT INTO listings (id, likes) VALUES ($1, 1) ON CONFLICT (id) DO UPDATE SET likes = listings.likes + 1'
      await east('INSERT INTO listings (id) VALUES ($1)', [one])
      await Promise.all([east('UPDATE listings SET deleted_at = now() WHERE id = $1', [one]), west(again, [one])])
      await pair.converge()
      const { rows } = await west('SELECT likes, deleted_at IS NOT NULL AS deleted FROM listings WHERE id = $1', [one])
      expect(rows).toEqual([{ likes: 1, deleted: true }])
    }
  })
})

import { randomUUID } from 'node:crypto'
import {
  type Conflict,
  ConflictNotFoundError,
  ConflictNotRestorableError,
  ConflictSupersededError,
  listConflicts,
  pruneConflicts,
  restoreConflict,
} from '@bicoastal/convergence'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type RegionPair, startRegionPair } from './fixtures/region-pair.js'

let pair: RegionPair
let id: string

beforeAll(async () => {
  pair = await startRegionPair()
})
afterAll(() => pair.stop())

const east = (text: string, values: unknown[] = [id]) => pair.east.sql.query(text, values)
const west = (text: string, values: unknown[] = [id]) => pair.west.sql.query(text, values)
const row = async () => (await east('SELECT * FROM listings WHERE id = $1')).rows[0]

beforeEach(async () => {
  id = randomUUID()
  await east('INSERT INTO listings (id) VALUES ($1)')
  await pair.converge()
  for (const server of [pair.east, pair.west]) await server.sql.query('TRUNCATE convergence.conflicts')
})

async function apart(work: () => Promise<unknown>): Promise<void> {
  await pair.cut()
  await work()
  await pair.heal()
  await pair.converge()
}

/** East writes first, so that west wins. */
const overwrite = (assignment: (region: string) => string) =>
  apart(async () => {
    await east(`UPDATE listings SET ${assignment('east')} WHERE id = $1`)
    await west(`UPDATE listings SET ${assignment('west')} WHERE id = $1`)
  })

const noted = async (server = pair.east): Promise<readonly Conflict[]> => (await listConflicts(server.sql)).conflicts
const onlyOne = async (): Promise<Conflict> => {
  const conflicts = await noted()
  expect(conflicts).toHaveLength(1)
  return conflicts[0] as Conflict
}

describe('a concurrent overwrite', () => {
  test('of a column is noted in both regions, by one id, with both values, versions and regions', async () => {
    await overwrite((region) => `title = '${region}'`)
    const conflict = await onlyOne()
    expect(conflict).toMatchObject({
      schema: 'public',
      table: 'listings',
      key: { id },
      unit: 'title',
      policy: 'lastWriteWins',
      winner: { region: 'west', values: { title: 'west' }, version: BigInt((await row())['_v_title']) },
      loser: { region: 'east', values: { title: 'east' } },
      restoredAt: null,
    })
    expect(conflict.loser.writtenAt.getTime()).toBeLessThanOrEqual(conflict.winner.writtenAt.getTime())
    expect(await noted(pair.west)).toEqual([{ ...conflict, loggedAt: expect.any(Date) }])
  })

  test('of a group shows the whole group, whichever of its columns each region wrote', async () => {
    await apart(async () => {
      await east("UPDATE listings SET amount = 7, currency = 'EUR' WHERE id = $1")
      await west('UPDATE listings SET amount = 9 WHERE id = $1')
    })
    expect(await onlyOne()).toMatchObject({
      unit: 'price',
      winner: { values: { amount: '9', currency: 'c0' } },
      loser: { values: { amount: '7', currency: 'EUR' } },
    })
  })

  test('by inserting one key in both regions is noted for every column that differs', async () => {
    id = randomUUID()
    await apart(async () => {
      await east("INSERT INTO listings (id, title, weight) VALUES ($1, 'east', 1)")
      await west("INSERT INTO listings (id, title, weight) VALUES ($1, 'west', 1)")
    })
    expect(await noted()).toMatchObject([{ unit: 'title' }])
  })

  test('of deleting and restoring is noted', async () => {
    await east('UPDATE listings SET deleted_at = now() WHERE id = $1')
    await pair.converge()
    await apart(async () => {
      await east("UPDATE listings SET deleted_at = '2020-01-01' WHERE id = $1")
      await west('UPDATE listings SET deleted_at = NULL WHERE id = $1')
    })
    expect(await onlyOne()).toMatchObject({ unit: 'deleted_at', winner: { values: { deleted_at: null } } })
  })

  test('with values too large to keep is noted without them', async () => {
    const street = Array.from({ length: 40_000 }, () => randomUUID()).join('')
    await apart(async () => {
      await east('UPDATE listings SET street = $2 WHERE id = $1', [id, street])
      await west("UPDATE listings SET street = 'short' WHERE id = $1")
    })
    expect(await onlyOne()).toMatchObject({ loser: { values: null }, winner: { values: { street: 'short' } } })
  })
})

describe('nothing is noted of', () => {
  test('writes that follow one another, in one region or from region to region, however fast', async () => {
    for (let round = 0; round < 20; round++) {
      await (round % 3 === 0 ? west : east)('UPDATE listings SET title = $2, amount = $3 WHERE id = $1', [
        id,
        `round ${round}`,
        round,
      ])
      await pair.converge()
    }
    expect([await noted(), await noted(pair.west)]).toEqual([[], []])
  })

  test('concurrent writes of different columns, or of one column with one value', async () => {
    await apart(async () => {
      await east("UPDATE listings SET title = 'same', weight = 1 WHERE id = $1")
      await west("UPDATE listings SET title = 'same', amount = 2 WHERE id = $1")
    })
    expect([await noted(), await noted(pair.west)]).toEqual([[], []])
  })

  test('concurrent counting, climbing, additions to a set, and a deletion beside an update', async () => {
    await apart(async () => {
      await east(
        "UPDATE listings SET likes = likes + 1, state = 'live', tags = '{a}', deleted_at = now() WHERE id = $1",
      )
      await west("UPDATE listings SET likes = likes - 1, state = 'retired', tags = '{b}', title = 'x' WHERE id = $1")
    })
    expect([await noted(), await noted(pair.west)]).toEqual([[], []])
    expect((await row()).tags).toEqual(['a', 'b'])
  })

  test('a resynchronisation, whose rows meet rows that know them', async () => {
    await overwrite((region) => `title = '${region}'`)
    await east('TRUNCATE convergence.conflicts', [])
    await east('ALTER SUBSCRIPTION from_west DISABLE', [])
    await east("UPDATE listings SET title = 'later' WHERE id = $1")
    await east('ALTER SUBSCRIPTION from_west ENABLE', [])
    await east('ALTER SUBSCRIPTION from_west REFRESH PUBLICATION WITH (copy_data = true)', [])
    await pair.converge()
    expect(await noted()).toEqual([])
  })
})

const restore = (conflict: Conflict) => restoreConflict(pair.east.sql, pair.east.tables, conflict.id)

describe('restoring a loser', () => {
  test('writes it again as a change of this region, which the peer takes without a conflict', async () => {
    await overwrite((region) => `amount = ${region === 'east' ? 7 : 9}, currency = '${region}'`)
    await restore(await onlyOne())
    await pair.converge()
    expect(await row()).toMatchObject({ amount: 7, currency: 'east' })
    expect(await onlyOne()).toMatchObject({ restoredAt: expect.any(Date) })
    expect(await noted(pair.west)).toHaveLength(1)
  })

  test('works as the application role, for values of every type', async () => {
    const application = await pair.east.connect('application')
    await overwrite((region) => `details = '{"by": "${region}", "n": [1.50]}', weight = ${region === 'east' ? 1.5 : 2}`)
    for (const { id: conflict } of await noted()) await restoreConflict(application, pair.east.tables, conflict)
    await pair.converge()
    expect(await row()).toMatchObject({ details: { by: 'east', n: [1.5] }, weight: '1.5' })
  })

  test('happens once, and not over a value that was written since', async () => {
    await overwrite((region) => `title = '${region}'`)
    const conflict = await onlyOne()
    await restore(conflict)
    await expect(restore(conflict)).rejects.toThrow(ConflictSupersededError)
    await overwrite((region) => `weight = ${region.length + (region === 'east' ? 1 : 2)}`)
    const [other] = await noted()
    await west('UPDATE listings SET weight = 99 WHERE id = $1')
    await pair.converge()
    await expect(restore(other as Conflict)).rejects.toThrow(ConflictSupersededError)
    expect((await row()).weight).toBe('99')
  })

  test('is refused where the policy lets nobody write again: what came first, and what was appended, stands', async () => {
    await overwrite((region) => `origin = '${region}'`)
    const entry = randomUUID()
    await apart(async () => {
      await east('INSERT INTO entries (id, amount) VALUES ($1, 1)', [entry])
      await west('INSERT INTO entries (id, amount) VALUES ($1, 2)', [entry])
    })
    const conflicts = await noted()
    expect(conflicts).toMatchObject([
      { table: 'entries', unit: 'row', policy: 'appendOnly', winner: { region: 'east' }, loser: { region: 'west' } },
      { table: 'listings', unit: 'origin', policy: 'firstWriteWins', winner: { region: 'east' } },
    ])
    for (const conflict of conflicts) await expect(restore(conflict)).rejects.toThrow(ConflictNotRestorableError)
    expect((await row()).origin).toBe('east')
  })

  test('that nobody knows is refused', async () => {
    await expect(restoreConflict(pair.east.sql, pair.east.tables, randomUUID())).rejects.toThrow(ConflictNotFoundError)
  })
})

describe('the inbox', () => {
  test('is read page by page, newest first, by table', async () => {
    for (const column of ['title', 'street', 'city'])
      await overwrite((region) => `${column} = '${region}', amount = ${region === 'east' ? 1 : 2}`)
    const all = await noted()
    const paged: Conflict[] = []
    let cursor: string | null = null
    do {
      const page = await listConflicts(pair.east.sql, {
        limit: 2,
        table: 'listings',
        ...(cursor === null ? {} : { cursor }),
      })
      expect(page.conflicts.length).toBeLessThanOrEqual(2)
      paged.push(...page.conflicts)
      cursor = page.next
    } while (cursor !== null)
    expect(paged).toEqual(all)
    expect(all.map((each) => each.loggedAt.getTime())).toEqual(
      all.map((each) => each.loggedAt.getTime()).toSorted((one, other) => other - one),
    )
    expect((await listConflicts(pair.east.sql, { table: 'labels' })).conflicts).toEqual([])
  })

  test('forgets what is too old or too much', async () => {
    for (const column of ['title', 'street', 'currency']) await overwrite((region) => `${column} = '${region}'`)
    const [newest] = await noted()
    expect(await pruneConflicts(pair.east.sql)).toBe(0)
    expect(await pruneConflicts(pair.east.sql, { count: 1 })).toBe(2)
    expect(await noted()).toEqual([newest])
    expect(await pruneConflicts(pair.east.sql, { age: 0 })).toBe(1)
  })

  test('that cannot take a conflict does not stop replication', async () => {
    const failures = async () => (await east('SELECT apply_error_count FROM pg_stat_subscription_stats', [])).rows
    const before = await failures()
    await east('ALTER TABLE convergence.conflicts RENAME TO mislaid', [])
    await overwrite((region) => `title = '${region}'`)
    await east('ALTER TABLE convergence.mislaid RENAME TO conflicts', [])
    expect(await failures()).toEqual(before)
    expect(await noted()).toEqual([])
    expect(await noted(pair.west)).toHaveLength(1)
  })
})

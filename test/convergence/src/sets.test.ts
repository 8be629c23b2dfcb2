import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type RegionPair, startRegionPair } from './fixtures/region-pair.js'

let pair: RegionPair
let id: string

beforeAll(async () => {
  pair = await startRegionPair()
})
afterAll(() => pair.stop())
beforeEach(async () => {
  id = randomUUID()
  await east("INSERT INTO listings (id, tags) VALUES ($1, '{blue,red}')")
  await pair.converge()
})

const east = (text: string, values: unknown[] = [id]) => pair.east.sql.query(text, values)
const west = (text: string, values: unknown[] = [id]) => pair.west.sql.query(text, values)
const add = (tag: string) => `UPDATE listings SET tags = array_append(tags, '${tag}') WHERE id = $1`
const remove = (tag: string) => `UPDATE listings SET tags = array_remove(tags, '${tag}') WHERE id = $1`
const tags = async (): Promise<readonly string[]> =>
  (await west('SELECT tags FROM listings WHERE id = $1')).rows[0].tags

const size = async (): Promise<number> =>
  (await east('SELECT coalesce(pg_column_size(_s_tags), 0) AS size FROM listings WHERE id = $1')).rows[0].size

async function apart(work: () => Promise<unknown>): Promise<void> {
  await pair.cut()
  await work()
  await pair.heal()
  await pair.converge()
}

describe('a set', () => {
  test('takes what both regions added and loses what either removed', async () => {
    await apart(async () => {
      await east(add('green'))
      await west(add('yellow'))
      await west(remove('red'))
    })
    expect(await tags()).toEqual(['blue', 'green', 'yellow'])
  })

  test('keeps an element that one region added while the other removed it, whichever came later', async () => {
    await apart(async () => {
      await east(remove('red'))
      await east(add('red'))
      await west(remove('red'))
    })
    expect(await tags()).toEqual(['blue', 'red'])
    await apart(async () => {
      await west(remove('blue'))
      await east(add('blue'))
    })
    expect(await tags()).toEqual(['blue', 'red'])
  })

  test('loses an element that both regions had added, once one of them removes it knowing of both', async () => {
    await apart(async () => {
      await east(add('new'))
      await west(add('new'))
    })
    await west(remove('new'))
    await pair.converge()
    expect(await tags()).toEqual(['blue', 'red'])
    expect((await east("SELECT _s_tags ? 'new' AS kept FROM listings WHERE id = $1")).rows).toEqual([{ kept: false }])
  })

  test('keeps an element of both regions when one removes it knowing of its own addition alone', async () => {
    await apart(async () => {
      await east(add('new'))
      await west(add('new'))
      await west(remove('new'))
    })
    expect(await tags()).toEqual(['blue', 'new', 'red'])
  })

  test('needs no room for what was removed', async () => {
    const before = await size()
    for (let round = 0; round < 50; round++) {
      await east(add(`passing ${round}`))
      await east(remove(`passing ${round}`))
    }
    expect(await size()).toBe(before)
  })

  test('of one key inserted by both regions holds the elements of both', async () => {
    id = randomUUID()
    await apart(async () => {
      await east("INSERT INTO listings (id, tags) VALUES ($1, '{a,b}')")
      await west("INSERT INTO listings (id, tags) VALUES ($1, '{b,c}')")
    })
    expect(await tags()).toEqual(['a', 'b', 'c'])
  })
})

describe('a set that is stored out of line', () => {
  const many = Array.from({ length: 600 }, () => randomUUID()).toSorted()

  beforeEach(async () => {
    await east('UPDATE listings SET tags = $2 WHERE id = $1', [id, many])
    await pair.converge()
  })

  test('grows in one region while the other writes something else', async () => {
    await apart(async () => {
      await east(add('a new one'))
      await west("UPDATE listings SET title = 'other', likes = likes + 1 WHERE id = $1")
    })
    expect(await tags()).toEqual([...many, 'a new one'].toSorted())
  })

  test('changes in both regions, and more than once on either side of the exchange', async () => {
    await apart(async () => {
      await east(add('from east'))
      await west(remove(many[0] as string))
      await west("UPDATE listings SET title = 'between' WHERE id = $1")
      await west(add('from west'))
    })
    await east('UPDATE listings SET stage = 1 WHERE id = $1')
    await pair.converge()
    expect(await tags()).toEqual([...many.slice(1), 'from east', 'from west'].toSorted())
  })
})

import { revisionExpression, revisionOf } from '@bicoastal/convergence'
import { sample } from 'fast-check'
import type { RowImage } from '@bicoastal/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RegionServer, startRegionServer } from './fixtures/region-server.js'
import { anyThree, caseOf } from './laws/any-case.js'
import { LISTINGS } from './laws/law-table.js'
import { MergeMachine } from './laws/merge-machine.js'

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)

let server: RegionServer
let machine: MergeMachine

beforeAll(async () => {
  server = await startRegionServer('east')
  machine = await MergeMachine.create(server, server.table('listings'))
})
afterAll(() => server.stop())

/** Rows in the text forms that the write-ahead log has them in, with the revision that SQL gives them. */
async function revisions(): Promise<readonly { readonly image: RowImage; readonly revision: string }[]> {
  const columns = await server.sql.query(
    "SELECT attname AS name FROM pg_attribute WHERE attrelid = 'listings'::regclass AND attnum > 0",
  )
  const texts = columns.rows.map((column) => `${column.name}::text`)
  const { rows } = await server.sql.query(
    `SELECT ${revisionExpression('l')} AS revision, ARRAY[${texts.join(', ')}] AS texts FROM listings l ORDER BY id`,
  )
  return rows.map((row) => ({
    revision: row.revision,
    image: Object.fromEntries(columns.rows.map((column, index) => [column.name, row.texts[index]])),
  }))
}

test(`SQL and the row image of the write-ahead log give one revision (2000 rows, seed ${seed})`, async () => {
  await machine.load(sample(anyThree(LISTINGS), { numRuns: 2000, seed }).map((each) => caseOf(LISTINGS, each)))
  await machine.deliver('row', [{ insert: 1 }])
  const rows = await revisions()
  expect(rows).toHaveLength(2000)
  for (const { image, revision } of rows) {
    expect(revision).toMatch(/^\d{40}$/)
    expect(revisionOf(image)).toBe(revision)
  }
})

test(`a revision grows strictly with every merge that changes the row (1000 rows, seed ${seed})`, async () => {
  await machine.load(sample(anyThree(LISTINGS), { numRuns: 1000, seed }).map((each) => caseOf(LISTINGS, each)))
  await machine.deliver('row', [{ insert: 1 }])
  for (const position of [2, 3]) {
    const before = await revisions()
    await machine.deliver('row', [{ insert: position }])
    const after = await revisions()
    const growth = after.map(({ image, revision }, index) => {
      const was = before[index] as (typeof after)[number]
      return {
        changed: JSON.stringify(was.image) !== JSON.stringify(image),
        grew: revision > was.revision,
        revision,
        was: was.revision,
      }
    })
    expect(growth.filter(({ changed, grew }) => changed !== grew)).toEqual([])
    expect(growth.filter(({ changed, revision, was }) => !changed && revision !== was)).toEqual([])
    expect(growth.some(({ changed }) => changed)).toBe(true)
  }
})

test('a revision grows with every local write, whatever it changes', async () => {
  const { rows } = await server.sql.query('INSERT INTO listings (id) VALUES (gen_random_uuid()) RETURNING id')
  const revision = async (): Promise<string> => {
    const text = `SELECT ${revisionExpression('l')} AS revision FROM listings l WHERE id = $1`
    return (await server.sql.query(text, [rows[0].id])).rows[0].revision
  }
  const seen = [await revision()]
  const writes = [
    'likes = likes + 1',
    'likes = likes - 1',
    "state = 'live'",
    'stage = -5',
    "tags = array_append(tags, 'red')",
    "tags = '{}'",
    "title = 'x'",
    'deleted_at = now()',
    'deleted_at = NULL',
  ]
  for (const assignment of writes) {
    await server.sql.query(`UPDATE listings SET ${assignment} WHERE id = $1`, [rows[0].id])
    seen.push(await revision())
  }
  expect(seen).toEqual(seen.toSorted())
  expect(new Set(seen).size).toBe(writes.length + 1)
})

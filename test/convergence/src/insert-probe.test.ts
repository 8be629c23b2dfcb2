import { eventually, seconds } from '@bicoastal/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { subscribeTo, untilCopied } from './fixtures/region-pair.js'
import { silently } from './fixtures/silent-change.js'
import { type RegionServer, startRegionServer } from './fixtures/region-server.js'

const ROWS = 1000

const PROBE = `
  -- Out: the source of the function that looks for the row of an incoming insert.
  SELECT pg_get_functiondef('convergence.listings_merge_insert'::regproc) AS definition`

const SCANS = `
  -- Out: how often listings was read whole, and how often by an index, by sessions that have ended or committed.
  SELECT seq_scan::int AS whole, idx_scan::int AS indexed FROM pg_stat_user_tables WHERE relname = 'listings'`

let east: RegionServer
let west: RegionServer

beforeAll(async () => {
  const [here, there] = await Promise.all([startRegionServer('east'), startRegionServer('west')])
  ;[east, west] = [here, there]
  await west.sql.query(
    `INSERT INTO listings (id, title) SELECT gen_random_uuid(), 'row ' || n FROM generate_series(1, ${ROWS}) n`,
  )
})
afterAll(() => Promise.all([east?.stop(), west?.stop()]))

/** Copies the rows of west into the empty table of east, and counts how they were looked for. */
async function scansOfCopy(): Promise<{ whole: number; indexed: number }> {
  const { rowCount } = await east.sql.query('SELECT FROM pg_subscription')
  if (rowCount === 1) {
    await east.sql.query('DROP SUBSCRIPTION from_west')
    await silently(east, (sql) => sql.query('TRUNCATE listings'))
  }
  // As autovacuum leaves it sooner or later: known to be empty, and not merely unknown, which the planner takes for larger.
  await east.sql.query('ANALYZE listings')
  const before = (await east.sql.query(SCANS)).rows[0]
  await subscribeTo(east, west)
  await untilCopied(east.sql)
  expect((await east.sql.query('SELECT count(*)::int AS count FROM listings')).rows).toEqual([{ count: ROWS }])
  return eventually(
    async () => {
      const { rows } = await east.sql.query(SCANS)
      const [whole, indexed] = [rows[0].whole - before.whole, rows[0].indexed - before.indexed]
      return whole + indexed >= ROWS && { whole, indexed }
    },
    { awaited: 'the copy to be counted', deadline: seconds(20) },
  )
}

test('a copy into a table that was empty when its rows began to arrive looks each of them up by index', async () => {
  const { whole, indexed } = await scansOfCopy()
  // What this test reads, and whoever else looks at the table as a whole.
  expect(whole).toBeLessThan(10)
  expect(indexed).toBeGreaterThanOrEqual(ROWS)
})

test('it would read the whole table for each of them if nothing forbade it', async () => {
  const { definition } = (await east.sql.query(PROBE)).rows[0]
  const careless = definition.replace(
    `set_config('enable_seqscan', 'off', false)`,
    `set_config('enable_seqscan', 'on', false)`,
  )
  expect(careless).not.toBe(definition)
  await east.sql.query(careless)
  expect((await scansOfCopy()).whole).toBeGreaterThanOrEqual(ROWS / 2)
})

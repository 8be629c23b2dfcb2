import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RegionServer, startRegionServer } from '../fixtures/region-server.js'
import { anyThree, caseOf, type ThreeStates } from './any-case.js'
import { includes } from './history.js'
import { LISTINGS, writesOf } from './law-table.js'
import { MergeMachine } from './merge-machine.js'

/** Set SEED to repeat a run; the name of the test shows the one that was used. */
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
const CASES = 10_000

let server: RegionServer
let machine: MergeMachine

beforeAll(async () => {
  server = await startRegionServer('west')
  machine = await MergeMachine.create(server, server.table('listings'))
})
afterAll(() => server.stop())

/** By the definition: each row shows a write that the other does not include, and they say different things. */
function conflictsOf({ history, states: [one = 0, other = 0] }: ThreeStates): readonly string[] {
  return Object.entries(LISTINGS.units).flatMap(([name, unit]) => {
    const [writes, others] = [writesOf(unit, history, one), writesOf(unit, history, other)]
    const [shown, shownThere] = [unit.shown?.(writes), unit.shown?.(others)]
    if (shown === undefined || shownThere === undefined) return []
    if (includes(other, shown) || includes(one, shownThere)) return []
    const valuesOf = (of: typeof writes): string =>
      JSON.stringify(Object.entries(unit.columns(of, { h: 0n })).filter(([column]) => !column.startsWith('_')))
    if (valuesOf(writes) === valuesOf(others)) return []
    const versions = [shown.version, shownThere.version].toSorted((a, b) => (a < b ? -1 : 1))
    return [`${name}: ${versions.join(' and ')}`]
  })
}

test(`exactly the real concurrent overwrites are noted (${CASES} cases, seed ${seed})`, async () => {
  const cases = fc.sample(anyThree(LISTINGS), { numRuns: CASES, seed })
  await machine.load(cases.map((each) => caseOf(LISTINGS, each)))
  await machine.deliver('row', [{ insert: 1 }, { update: 2 }])
  const { rows } = await server.sql.query(
    `SELECT key->>'id' AS id, array_agg(unit || ': ' || least(winner_version, loser_version) || ' and ' || greatest(winner_version, loser_version)) AS found
       FROM convergence.conflicts GROUP BY 1`,
  )
  const found = new Map(rows.map((row) => [row.id, row.found.toSorted()]))
  const ids = await server.sql.query(`SELECT md5(n || 'row')::uuid AS id FROM generate_series(0, $1) n ORDER BY n`, [
    CASES - 1,
  ])
  const wrong = cases.flatMap((each, index) => {
    const [expected, noted] = [conflictsOf(each).toSorted(), found.get(ids.rows[index].id) ?? []]
    return JSON.stringify(expected) === JSON.stringify(noted) ? [] : [{ expected, noted, index }]
  })
  expect(wrong.slice(0, 3)).toEqual([])
  expect(rows.length).toBeGreaterThan(CASES / 20)
  expect(rows.length).toBeLessThan(CASES / 2)
})

import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RegionServer, startRegionServer } from '../fixtures/region-server.js'
import { anyThree, caseOf, type ThreeStates } from './any-case.js'
import { ENTRIES, type LawTable, LISTINGS } from './law-table.js'
import { KEPT_CASES } from './kept-cases.js'
import { type Delivery, MergeMachine } from './merge-machine.js'

/** Set SEED to repeat a run; the names of the tests show the one that was used. */
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
const BATCH = 5000
/** A deadline, not an expectation: about 90 s on two idle cores. */
const PATIENCE = 1_200_000

let server: RegionServer
let machines: Readonly<Record<LawTable['name'], MergeMachine>>

beforeAll(async () => {
  server = await startRegionServer('east')
  machines = {
    listings: await MergeMachine.create(server, server.table('listings')),
    entries: await MergeMachine.create(server, server.table('entries')),
  }
})
afterAll(() => server.stop())

const inserted = (...positions: number[]): readonly Delivery[] => positions.map((insert) => ({ insert }))
const updated = (...positions: number[]): readonly Delivery[] => positions.map((update) => ({ update }))

/** Rows that know two of the three states, for others to be given. */
const PARTS: Readonly<Record<string, readonly Delivery[]>> = {
  'last two': inserted(2, 3),
}

/** Rows that were given the states 1, 2 and 3, each in its own way: all must end as the join of the three. */
const WHOLES: Readonly<Record<string, readonly Delivery[]>> = {
  'as they were written': inserted(1, 2, 3),
  'as updates of one row, backwards': [...inserted(3), ...updated(2, 1)],
  'twice, out of order and late': [...inserted(1), ...updated(3, 2, 1), ...inserted(2, 3)],
  'the first, then the last two merged': [...inserted(1), { rowOf: 'last two' }],
  'the last two merged, then the first': [{ rowOf: 'last two' }, ...updated(1)],
  'merged with itself': [{ rowOf: 'as they were written' }, { rowOf: 'as updates of one row, backwards' }],
}

async function expectJoins(table: LawTable, cases: readonly ThreeStates[]): Promise<void> {
  const machine = machines[table.name]
  await machine.load(cases.map((each) => caseOf(table, each)))
  for (const [row, deliveries] of Object.entries({ ...PARTS, ...WHOLES })) await machine.deliver(row, deliveries)
  const wrong = await machine.wrong(Object.keys(WHOLES))
  const first = wrong.slice(0, 3).map((row) => ({ ...row, kept: JSON.stringify(cases[row.case], bigintAsText) }))
  expect(first).toEqual([])
}

const bigintAsText = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value)

test.each([
  ['listings', LISTINGS, 20],
  ['entries', ENTRIES, 2],
] as const)(
  `merging whole rows of %s is commutative, associative and idempotent, in any order, twice and late (in batches of ${BATCH} cases, seed ${seed})`,
  async (_name, table, numRuns) => {
    const batch = fc.array(anyThree(table), { minLength: BATCH, maxLength: BATCH, size: 'max' })
    const property = fc.asyncProperty(batch, (cases) => expectJoins(table, cases))
    // The assertion names the rows that break a law; shrinking a batch of thousands would say less and take hours.
    await fc.assert(property, { numRuns, seed, endOnFailure: true })
  },
  PATIENCE,
)

test.each(Object.entries(KEPT_CASES))('the laws hold for %s', async (_name, states) => {
  await expectJoins(LISTINGS, [states])
})

test.each([
  ['listings', LISTINGS],
  ['entries', ENTRIES],
] as const)(
  `a row of %s that arrives again, whole or in part, is not even written (${BATCH} cases, seed ${seed})`,
  async (_name, table) => {
    const machine = machines[table.name]
    await machine.load(fc.sample(anyThree(table), { numRuns: BATCH, seed }).map((each) => caseOf(table, each)))
    await machine.deliver('row', inserted(1, 2, 3))
    const before = await machine.writes()
    await machine.deliver('row', [...inserted(2, 3, 1), { rowOf: 'row' }])
    expect(await machine.writes()).toBe(before)
  },
  PATIENCE,
)

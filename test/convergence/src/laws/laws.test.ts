import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RegionServer, startRegionServer } from '../fixtures/region-server.js'
import { anyThree, caseOf, type ThreeStates } from './any-case.js'
import { KEPT_CASES } from './kept-cases.js'
import { type Delivery, MergeMachine } from './merge-machine.js'

/** Set SEED to repeat a run; the names of the tests show the one that was used. */
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
const BATCH = 5000
const BATCHES = 20
const PATIENCE = 300_000

let server: RegionServer
let machine: MergeMachine

beforeAll(async () => {
  server = await startRegionServer('east')
  machine = await MergeMachine.create(server)
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

async function expectJoins(cases: readonly ThreeStates[]): Promise<void> {
  await machine.load(cases.map(caseOf))
  for (const [row, deliveries] of Object.entries({ ...PARTS, ...WHOLES })) await machine.deliver(row, deliveries)
  const wrong = await machine.wrong(Object.keys(WHOLES))
  const first = wrong.slice(0, 3).map((row) => ({ ...row, kept: JSON.stringify(cases[row.case], bigintAsText) }))
  expect(first).toEqual([])
}

const bigintAsText = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value)

test(
  `merging whole rows is commutative, associative and idempotent, in any order, twice and late (${BATCH * BATCHES} cases, seed ${seed})`,
  async () => {
    const batch = fc.array(anyThree, { minLength: BATCH, maxLength: BATCH, size: 'max' })
    // The assertion names the rows that break a law; shrinking a batch of thousands would say less and take hours.
    await fc.assert(fc.asyncProperty(batch, expectJoins), { numRuns: BATCHES, seed, endOnFailure: true })
  },
  PATIENCE,
)

test.each(Object.entries(KEPT_CASES))('the laws hold for %s', async (_name, states) => {
  await expectJoins([states])
})

test(
  `a row that arrives again, whole or in part, is not even written (${BATCH} cases, seed ${seed})`,
  async () => {
    await machine.load(fc.sample(anyThree, { numRuns: BATCH, seed }).map(caseOf))
    await machine.deliver('row', inserted(1, 2, 3))
    const before = await machine.writes()
    await machine.deliver('row', [...inserted(2, 3, 1), { rowOf: 'row' }])
    expect(await machine.writes()).toBe(before)
  },
  PATIENCE,
)

import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import type { RegionId } from '@bicoastal/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RegionPair, startRegionPair } from './fixtures/region-pair.js'

/** Set SEED to repeat a run; the name of the test shows the one that was used. */
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
const RUNS = 10
const ROWS = 8
const WRITES = 250

let pair: RegionPair

beforeAll(async () => {
  pair = await startRegionPair()
})
afterAll(() => pair.stop())

/** A write that either region may make to any of the rows at any time; `value` is different in every write. */
const WRITE = {
  title: (value: number) => `title = 'title ${value}'`,
  price: (value: number) => `amount = ${value}, currency = 'c${value}'`,
  address: (value: number) => `street = repeat('${value} ', 3000), city = '${value}'`,
  city: (value: number) => `city = split_part(street, ' ', 1), details = '{"by": ${value}}'`,
  like: () => 'likes = likes + 1',
  unlike: () => 'likes = likes - 1, views = views + 2',
  climb: () => "state = CASE state WHEN 'draft' THEN 'live' ELSE 'retired' END, stage = coalesce(stage, 0) + 1",
  tag: (value: number) => `tags = array_append(tags, 't${value % 3}')`,
  untag: (value: number) => `tags = array_remove(tags, 't${value % 3}')`,
  // What this region has no right to sell it does not try to: another test holds that it is refused.
  sell: () =>
    'stock = stock - CASE WHEN convergence.escrow_rights(_e_stock, convergence.region()) > 0 THEN 1 ELSE 0 END',
  restock: () => 'stock = stock + 2',
  claim: (value: number) => `origin = coalesce(origin, 'origin ${value}')`,
  remove: () => 'deleted_at = now()',
  restore: () => 'deleted_at = NULL',
} as const

interface Step {
  readonly region: RegionId
  readonly row: number
  readonly write: keyof typeof WRITE
}

const oneOfRegions = fc.constantFrom<RegionId>('east', 'west')
const step: fc.Arbitrary<Step> = fc.record({
  region: oneOfRegions,
  row: fc.integer({ min: 0, max: ROWS - 1 }),
  write: fc.constantFrom(...(Object.keys(WRITE) as (keyof typeof WRITE)[])),
})
/** Stretches of writes, during some of which one region, or neither, hears of the other. */
const history = fc.array(
  fc.record({
    deaf: fc.subarray<RegionId>(['east', 'west']),
    steps: fc.array(step, { minLength: WRITES / 5, maxLength: WRITES / 5 }),
  }),
  {
    minLength: 5,
    maxLength: 5,
  },
)

async function play(steps: readonly Step[], ids: readonly string[], first: number): Promise<void> {
  const of = (region: RegionId) =>
    steps.map((each, index) => ({ ...each, value: first + index })).filter((each) => each.region === region)
  // The regions write at the same time; each of them one write after the other.
  await Promise.all(
    (['east', 'west'] as const).map(async (region) => {
      for (const { row, write, value } of of(region)) {
        // The first write to a row may come from both sides at once.
        await pair[region].sql.query('INSERT INTO listings (id) VALUES ($1) ON CONFLICT DO NOTHING', [ids[row]])
        await pair[region].sql.query(`UPDATE listings SET ${WRITE[write](value)} WHERE id = $1`, [ids[row]])
      }
    }),
  )
}

test(`random writes in both regions, with random cuts, end equal in every byte, counted exactly and with no group torn (${RUNS} runs of ${WRITES} writes, seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(history, async (stretches) => {
      const ids = Array.from({ length: ROWS }, () => randomUUID())
      let first = 1
      for (const { deaf, steps } of stretches) {
        if (deaf.length > 0) await pair.cut(deaf)
        await play(steps, ids, first)
        first += steps.length
        if (deaf.length > 0) await pair.heal()
      }
      await pair.converge()
      const writes = stretches.flatMap((stretch) => stretch.steps)
      const count = (kind: keyof typeof WRITE) => writes.filter((each) => each.write === kind).length
      const { rows } = await pair.west.sql.query(
        `SELECT coalesce(sum(likes), 0)::int AS likes, coalesce(sum(views), 0)::int AS views,
                  count(*) FILTER (WHERE stock < 0 OR convergence.escrow_rights(_e_stock, 1) < 0 OR convergence.escrow_rights(_e_stock, 2) < 0)::int AS oversold,
                  count(*) FILTER (WHERE currency <> 'c' || amount)::int AS "tornPrices",
                  count(*) FILTER (WHERE city <> split_part(street, ' ', 1))::int AS "tornAddresses"
             FROM listings WHERE id = ANY($1)`,
        [ids],
      )
      expect(rows[0]).toEqual({
        likes: count('like') - count('unlike'),
        views: 2 * count('unlike'),
        oversold: 0,
        tornPrices: 0,
        tornAddresses: 0,
      })
    }),
    // A shorter history is no simpler here: what matters is which writes met, and that follows from the seed.
    { numRuns: RUNS, seed, endOnFailure: true },
  )
}, 300_000)

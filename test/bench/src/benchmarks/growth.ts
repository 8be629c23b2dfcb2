import { inWords } from '../report/in-words.js'
import { benchTable, PRODUCT_SHAPE, type TableShape } from '../sql/bench-table.js'
import { compareLanes } from '../sql/compare-lanes.js'
import { kindsOf } from '../sql/round.js'
import { mergeLane } from '../sql/servers/merge-lane.js'
import { plainLane } from '../sql/servers/plain-lane.js'
import { startServerPair } from '../sql/servers/server-pair.js'
import type { ApplyOptions } from './apply-throughput.js'
import type { Measurement } from './benchmark.js'

/** The sample's table, and what becomes of the ratios when one thing about it changes. */
const SHAPES: Readonly<Record<string, TableShape>> = {
  'without a second index': { ...PRODUCT_SHAPE, indexed: false },
  'descriptions of 20 characters': { ...PRODUCT_SHAPE, width: 20 },
  'descriptions of 1900 characters': { ...PRODUCT_SHAPE, width: 1900 },
  '10 columns more': { ...PRODUCT_SHAPE, extraColumns: 10 },
  '40 columns more': { ...PRODUCT_SHAPE, extraColumns: 40 },
}

/** How apply throughput against plain replication changes with the width of rows, the columns of a table and the regions. */
export async function benchmarkGrowth(options: ApplyOptions): Promise<readonly Measurement[]> {
  const measurements: Measurement[] = []
  for (const [name, shape] of Object.entries(SHAPES)) {
    const servers = await startServerPair()
    try {
      const table = benchTable(shape)
      const [plain, merge] = [await plainLane(servers, table), await mergeLane(servers, table)]
      const compared = await compareLanes(merge, plain, kindsOf(table, options.rows), options)
      measurements.push({
        name: `growth: ${name}`,
        against: `plain native, ${options.rows} changes, ${options.rounds} rounds`,
        result: compared
          .map(
            ({ kind, throughput, perProcessorTime }) =>
              `${kind} ${inWords(throughput)}, by CPU ${perProcessorTime.median.toFixed(2)}`,
          )
          .join('; '),
        target: 'none',
        details: compared,
      })
    } finally {
      await servers.stop()
    }
  }
  return [...measurements, await growthByRegions()]
}

const COMPARED_ROWS = 500_000

/** A simulation: what it takes to compare the vectors of two rows with so many regions, in the language of the triggers. */
async function growthByRegions(): Promise<Measurement> {
  const servers = await startServerPair()
  try {
    const { publisher } = await servers.createDatabases('regions')
    const costs: { regions: number; nanoseconds: number }[] = []
    for (const regions of [2, 3, 4]) {
      const columns = Array.from({ length: regions }, (_, index) => `seen_${index}`)
      await publisher.query(
        `CREATE TYPE vector_${regions} AS (h bigint, ${columns.map((name) => `${name} bigint`).join(', ')})`,
      )
      const covered = [
        'one.h = other.h',
        ...columns.map((name) => `(one.${name} >= other.${name} OR other.${name} IS NULL)`),
      ]
      const values = [7, ...columns.map((_, index) => index + 1)].join(', ')
      const startedAt = performance.now()
      await publisher.query(`
        DO $$
        DECLARE
          one vector_${regions} := ROW(${values});
          other vector_${regions} := ROW(${values});
        BEGIN
          FOR number IN 1 .. ${COMPARED_ROWS} LOOP
            IF NOT (${covered.join(' AND ')}) THEN RAISE EXCEPTION 'not covered'; END IF;
          END LOOP;
        END
        $$`)
      costs.push({ regions, nanoseconds: ((performance.now() - startedAt) * 1e6) / COMPARED_ROWS })
    }
    return {
      name: 'growth: regions (simulated)',
      against: 'comparing the vectors of two rows, once for each change that arrives; 8 bytes a region and row at most',
      result: costs.map(({ regions, nanoseconds }) => `${regions}: ${nanoseconds.toFixed(0)} ns`).join('; '),
      target: 'none',
      details: costs,
    }
  } finally {
    await servers.stop()
  }
}

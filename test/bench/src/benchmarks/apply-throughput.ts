import { inWords } from '../report/in-words.js'
import { benchTable } from '../sql/bench-table.js'
import { compareLanes, type LaneComparison } from '../sql/compare-lanes.js'
import { kindsOf } from '../sql/round.js'
import { mergeLane } from '../sql/servers/merge-lane.js'
import { plainLane } from '../sql/servers/plain-lane.js'
import { startServerPair } from '../sql/servers/server-pair.js'
import type { Measurement } from './benchmark.js'

/** How much and how often. */
export interface ApplyOptions {
  /** Changes in each backlog. */
  readonly rows: number
  readonly rounds: number
}

/** The least part of plain replication's throughput. What is overwritten is written down as well, which plain replication does not. */
const LEAST: Readonly<Record<string, number>> = {
  insert: 0.7,
  update: 0.85,
  'every row in conflict': 0.8,
  'one-row transactions': 0.8,
}

/** Apply throughput with merging against plain native replication, each draining the same backlog. */
export async function benchmarkApply(options: ApplyOptions): Promise<readonly Measurement[]> {
  const servers = await startServerPair()
  try {
    const table = benchTable()
    const [plain, merge] = [await plainLane(servers, table), await mergeLane(servers, table)]
    const compared = await compareLanes(merge, plain, kindsOf(table, options.rows), options)
    return compared.map((comparison) =>
      applyMeasurement('apply', comparison, options, { least: LEAST[comparison.kind], against: 'plain native' }),
    )
  } finally {
    await servers.stop()
  }
}

/** The line of the table for one kind of backlog. */
export function applyMeasurement(
  name: string,
  comparison: LaneComparison,
  { rows, rounds }: ApplyOptions,
  { least, against }: { readonly least?: number | undefined; readonly against: string },
): Measurement {
  const { kind, throughput, perProcessorTime, contestantRate, baselineRate } = comparison
  return {
    name: `${name}: ${kind}`,
    against: `${against}, ${rows} changes, ${rounds} alternating rounds, fsync on, synchronous_commit off in both workers`,
    result:
      `${inWords(throughput)} of its throughput (${perSecond(contestantRate)} to ${perSecond(baselineRate)}); ` +
      `${inWords(perProcessorTime)} by the worker's CPU`,
    target: least === undefined ? 'none' : `>= ${least} of its throughput`,
    ...(least !== undefined && { met: throughput.median >= least }),
    details: comparison,
  }
}

const perSecond = (rate: number): string => `${(rate / 1000).toFixed(0)}k/s`

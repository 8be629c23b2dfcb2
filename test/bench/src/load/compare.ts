import { load } from './load.js'
import type { LoadResult, LoadTarget } from './load-target.js'
import { processorTime } from './processor-time.js'
import { type Spread, spreadOf } from './statistics.js'

/** A server under load and the process that does the work. */
export interface Contestant {
  readonly name: string
  readonly target: LoadTarget
  readonly pid: number
}

/** One contestant in one round. */
export interface Measured extends LoadResult {
  readonly processorMicrosecondsPerRequest: number
}

/** Two contestants, measured in turn. Ratios are contestant / baseline within a round. */
export interface Comparison {
  readonly rounds: readonly { readonly contestant: Measured; readonly baseline: Measured }[]
  /** Of requests per second: 1 is as fast as the baseline, higher is faster. */
  readonly throughputRatio: Spread
  /** Of the server process' processor time per request: 1 is as cheap, lower is cheaper. */
  readonly processorRatio: Spread
}

const CONNECTIONS = 32
/** Rounds that are thrown away: they compile code, open connections and fill caches. */
const WARM_UP_ROUNDS = 2

/**
 * Measures both in turn, `rounds` times, and swaps who goes first: what the machine does besides changes over minutes
 * and hits both alike. Many short rounds are better than a few long ones, for the same reason.
 */
export async function compare(
  contestant: Contestant,
  baseline: Contestant,
  options: { readonly rounds: number; readonly secondsPerRound: number },
): Promise<Comparison> {
  const rounds: { contestant: Measured; baseline: Measured }[] = []
  for (let round = -WARM_UP_ROUNDS; round < options.rounds; round++) {
    const order = round % 2 === 0 ? [contestant, baseline] : [baseline, contestant]
    const measured = new Map<Contestant, Measured>()
    for (const server of order) measured.set(server, await measure(server, options.secondsPerRound))
    const [ours, theirs] = [measured.get(contestant), measured.get(baseline)]
    if (round >= 0 && ours && theirs) rounds.push({ contestant: ours, baseline: theirs })
  }
  const ratios = (value: (measured: Measured) => number) =>
    spreadOf(rounds.map((round) => value(round.contestant) / value(round.baseline)))
  return {
    rounds,
    throughputRatio: ratios((measured) => measured.requestsPerSecond),
    processorRatio: ratios((measured) => measured.processorMicrosecondsPerRequest),
  }
}

async function measure(server: Contestant, durationSeconds: number): Promise<Measured> {
  const before = processorTime(server.pid)
  const result = await load(server.target, { durationSeconds, connections: CONNECTIONS })
  const used = processorTime(server.pid) - before
  return { ...result, processorMicrosecondsPerRequest: (used * 1000) / result.requests }
}

import { type Spread, spreadOf } from '../load/statistics.js'
import { type Kind, runRound } from './round.js'
import type { Lane } from './streams/change-stream.js'
import type { Drained } from './streams/drain.js'

/** One kind of backlog, drained by two lanes in turn. Ratios are contestant / baseline within a round, 1 is as fast. */
export interface LaneComparison {
  readonly kind: string
  /** Of rows a second. */
  readonly throughput: Spread
  /** Of rows a second of processor time of the worker that applies; steadier where something else runs on the machine. */
  readonly perProcessorTime: Spread
  /** Rows a second, of the median round. */
  readonly contestantRate: number
  readonly baselineRate: number
}

interface Round {
  readonly contestant: readonly Drained[]
  readonly baseline: readonly Drained[]
}

/** Lets two lanes drain the same backlogs, `rounds` times, and swaps who goes first. */
export async function compareLanes(
  contestant: Lane,
  baseline: Lane,
  kinds: readonly Kind[],
  { rows, rounds }: { readonly rows: number; readonly rounds: number },
): Promise<readonly LaneComparison[]> {
  const measured: Round[] = []
  for (let number = 0; number < rounds; number++) {
    const ours = number % 2 === 0 ? await runRound(contestant, kinds) : undefined
    const theirs = await runRound(baseline, kinds)
    measured.push({ contestant: ours ?? (await runRound(contestant, kinds)), baseline: theirs })
  }
  return kinds.map(({ name }, index) => {
    const each = <T>(value: (contestant: Drained, baseline: Drained) => T): T[] =>
      measured.flatMap((round) => {
        const [ours, theirs] = [round.contestant[index], round.baseline[index]]
        return ours && theirs ? [value(ours, theirs)] : []
      })
    return {
      kind: name,
      throughput: spreadOf(each((ours, theirs) => theirs.elapsed / ours.elapsed)),
      perProcessorTime: spreadOf(each((ours, theirs) => theirs.processorTime / ours.processorTime)),
      contestantRate: spreadOf(each((ours) => rows / (ours.elapsed / 1000))).median,
      baselineRate: spreadOf(each((_ours, theirs) => rows / (theirs.elapsed / 1000))).median,
    }
  })
}

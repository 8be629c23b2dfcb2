import { type Milliseconds, seconds } from '@bicoastal/kernel'
import type { TwoRegions } from '@bicoastal/testkit'
import type { Drill } from './drill.js'
import { type Evaluation, evaluate } from './experiment/evaluate.js'
import { Experiment } from './experiment/experiment.js'
import { Journal, type JournalEntry } from './experiment/journal.js'
import { untilHealed } from './experiment/open-troubles.js'
import { settle } from './experiment/settle.js'
import { StateWatch } from './experiment/state-watch.js'
import { untilWhole } from './experiment/until-whole.js'
import type { Attempt } from './history/attempt.js'
import { History } from './history/history.js'
import { type ConflictCount, conflictsSince, countConflicts } from './report/conflict-counts.js'
import { countFailures, countOperations } from './report/operation-counts.js'
import type { DrillReport } from './report/report.js'
import { judge } from './report/verdict.js'
import { softwareVersions } from './report/versions.js'
import { prepareLoad } from './workloads/load.js'
import { Random } from './workloads/random.js'

/** How a drill is run. */
export interface RunOptions {
  readonly seed: number
  /** How long each phase lasts. */
  readonly phase: Milliseconds
  /** Where the stack comes from, for the report. */
  readonly target: string
  /** Breaks the drill off; it is healed, evaluated and reported all the same. */
  readonly signal: AbortSignal
  /** Told what happens, as it happens. */
  readonly listen: (entry: JournalEntry) => void
}

/** What a drill leaves. */
export interface DrillResult {
  readonly report: DrillReport
  readonly attempts: readonly Attempt[]
}

/** The regions get this long to become equal and to heal every incident after a drill, whatever its budget. */
const SETTLING: Milliseconds = seconds(90)

/** After the drill before, a standby may have to be copied, and its logical slots to catch up. */
const WHOLE_AGAIN: Milliseconds = seconds(90)

/**
 * Runs one drill under load and judges it. The stack is healed whatever happens, and a drill that broke off gives a
 * report, too: one that did not pass.
 *
 * @throws whatever keeps the load from being prepared; nothing was broken then.
 */
export async function runDrill(drill: Drill, regions: TwoRegions, options: RunOptions): Promise<DrillResult> {
  const startedAt = new Date().toISOString()
  const id = `${drill.name}-${startedAt.slice(0, 19).replaceAll(/\D/g, '')}-${options.seed}`
  const history = new History()
  const journal = new Journal(() => history.now(), options.listen)
  const random = new Random(options.seed)
  journal.write('Wait until everything runs, and create the products that the load needs')
  await untilWhole(regions, WHOLE_AGAIN)
  const [load, versions, conflictsBefore] = await Promise.all([
    prepareLoad(regions, id, history, drill.workloads),
    softwareVersions(regions),
    countConflicts(regions),
  ])
  const experiment = new Experiment(regions, random, options.phase, history, journal, options.signal)
  const errors: string[] = []
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (cause) {
      errors.push(cause instanceof Error ? cause.message : String(cause))
      journal.write(`Broke off: ${errors.at(-1)}`)
    }
  }
  journal.write('Start the load')
  load.start(random)
  const watch = new StateWatch(regions, id)
  await attempt(() => drill.run(experiment))
  await load.stop()
  journal.write('The load has ended; heal')
  await attempt(() => drill.heal(regions))
  let evaluation: Evaluation = { measured: {}, findings: [], differences: [] }
  let conflicts: ConflictCount[] = []
  await attempt(async () => {
    const giveUpAt = performance.now() + SETTLING
    const settled = await settle(regions, id, SETTLING)
    const wentBack = await watch.end()
    const settledAt = journal.write(
      settled ? 'Both regions are equal, every job is done' : 'The regions did not settle',
    )
    // Apart from settling: what callers have of a region does not wait for its keeper to declare an incident over.
    const troubles = await untilHealed(regions, Math.max(0, giveUpAt - performance.now()))
    for (const { region, kind, what } of troubles) journal.write(`Still open in ${region}, ${kind}: ${what}`)
    conflicts = conflictsSince(conflictsBefore, await countConflicts(regions))
    evaluation = await evaluate(regions, id, history, experiment, wentBack, settled ? settledAt : undefined)
  })
  await watch.end()
  const { measured, ...seen } = evaluation
  const verdicts = judge(drill.budgets, measured)
  const { name, hypothesis, blastRadius, abortCondition, method } = drill
  const { seed, phase, target } = options
  const passed = errors.length === 0 && verdicts.every((verdict) => verdict.met)
  const counts = { operations: countOperations(history.attempts), failures: countFailures(history.attempts) }
  const description = { id, drill: name, hypothesis, blastRadius, abortCondition, method, target, seed, phase }
  const report = {
    ...description,
    startedAt,
    versions,
    passed,
    verdicts,
    ...seen,
    ...counts,
    conflicts,
    journal: journal.entries,
    errors,
  }
  return { report, attempts: history.attempts }
}

import type { TwoRegions } from '@bicoastal/testkit'
import type { Budgets } from './budgets.js'
import type { Experiment } from './experiment/experiment.js'
import type { Workload } from './workloads/workload.js'

/** An executable experiment. One file per drill. */
export interface Drill {
  /** As on the command line: `region-kill`. */
  readonly name: string
  /** What we believe will happen. */
  readonly hypothesis: string
  /** What the fault touches, and what it must not. */
  readonly blastRadius: string
  /** When the drill stops at once and heals, in words; `run` throws then. */
  readonly abortCondition: string
  /** What is done, step by step. */
  readonly method: readonly string[]
  readonly budgets: Budgets
  /** Requests of this drill alone, beside the standard load. */
  readonly workloads?: (runId: string, productIds: readonly string[]) => Workload[]
  /** Causes the fault and undoes it, under load that is already running. */
  run(experiment: Experiment): Promise<void>
  /** Undoes the fault wherever `run` got to. Runs always, also after an error; repeatable. */
  heal(regions: TwoRegions): Promise<void>
}

import type { Pool } from 'pg'
import type { Attempt } from '../history/attempt.js'
import type { History } from '../history/history.js'
import type { Finding } from './finding.js'

/** Holds what one region has against what one workload was promised. */
export interface Checker {
  /** The workload whose promises it checks. */
  readonly workload: string
  /** Every promise of the drill `runId` that the region behind `sql` does not keep. */
  findings(history: History, sql: Pool, runId: string): Promise<Finding[]>
}

/** Makes a checker of a function that reads a region and one that judges; the judge needs no server. */
export function checker<Intent, Receipt, State>(parts: {
  readonly workload: string
  readonly read: (sql: Pool, runId: string) => Promise<State>
  readonly check: (attempts: readonly Attempt<Intent, Receipt>[], state: State) => Finding[]
}): Checker {
  return {
    workload: parts.workload,
    findings: async (history, sql, runId) =>
      parts.check(history.of<Intent, Receipt>(parts.workload), await parts.read(sql, runId)),
  }
}

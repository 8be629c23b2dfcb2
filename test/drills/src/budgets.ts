import { type Milliseconds, seconds } from '@bicoastal/kernel'

/** Everything a drill may measure. */
export interface Measurements {
  /** See `Outage.recoveryTime`. */
  readonly recoveryTime: Milliseconds
  /** Requests that were not acknowledged, from the fault until it was undone or the load ended. */
  readonly failedRequests: number
  /** The same while the fault is undone, and afterwards. */
  readonly failedRequestsOnReturn: number
  /** Acknowledged writes that are missing once both regions are back. */
  readonly lostWrites: number
  /** Effects that happened twice, or that nobody asked for. */
  readonly surplusEffects: number
  /** Promised jobs that did not run to their end. */
  readonly unfinishedJobs: number
  /** Rows that differ between the regions once both are back. */
  readonly divergentRows: number
  /** From the undoing of the fault until both regions are equal with every promised job done; the last phase of load is part of it. */
  readonly convergenceTime: Milliseconds
}

/** The most that a drill may measure. What a drill does not name it does not promise. */
export type Budgets = Partial<Measurements>

/** After any fault whatsoever, once both regions are back. */
const NOTHING_BROKEN = { lostWrites: 0, surplusEffects: 0, unfinishedJobs: 0, divergentRows: 0 } satisfies Budgets

/** The budgets of every drill, in one place, so that loosening one is seen in review. */
export const BUDGETS = {
  regionKill: {
    recoveryTime: seconds(3),
    failedRequestsOnReturn: 0,
    convergenceTime: seconds(60),
    ...NOTHING_BROKEN,
  },
  rollingDeploy: { failedRequests: 0, ...NOTHING_BROKEN },
} satisfies Record<string, Budgets>

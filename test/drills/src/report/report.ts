import type { RowDifference } from '@bicoastal/convergence'
import type { Milliseconds, RegionId } from '@bicoastal/kernel'
import type { Finding } from '../checkers/finding.js'
import type { JournalEntry } from '../experiment/journal.js'
import type { Outage } from '../history/outage.js'
import type { ConflictCount } from './conflict-counts.js'
import type { Verdict } from './verdict.js'

/** How the requests of one operation ended. */
export interface OperationCount {
  readonly operation: string
  readonly acknowledged: number
  readonly failed: number
  readonly undetermined: number
}

/** Requests of one operation that ended badly for one reason. */
export interface FailureCount {
  readonly operation: string
  readonly reason: string
  readonly count: number
  /** When the first and the last of them ended, milliseconds since the history began. */
  readonly from: Milliseconds
  readonly to: Milliseconds
}

/** A broken promise and the region that breaks it. */
export interface RegionFinding extends Finding {
  readonly region: RegionId
}

/** Everything a drill states, as `report.json` has it. */
export interface DrillReport {
  readonly id: string
  readonly drill: string
  readonly hypothesis: string
  readonly blastRadius: string
  readonly abortCondition: string
  readonly method: readonly string[]
  readonly target: string
  readonly seed: number
  readonly phase: Milliseconds
  readonly startedAt: string
  readonly versions: Readonly<Record<string, string>>
  readonly passed: boolean
  readonly verdicts: readonly Verdict[]
  /** From the fault to its undoing. */
  readonly outage?: Outage
  /** From the undoing to the end of the load. */
  readonly return?: Outage
  readonly operations: readonly OperationCount[]
  readonly failures: readonly FailureCount[]
  readonly findings: readonly RegionFinding[]
  /** Rows that differ between the regions; the first of each table. */
  readonly differences: readonly RowDifference[]
  /** How often regions had to choose between concurrent writes: not a fault, but a caller's write was overruled. */
  readonly conflicts: readonly ConflictCount[]
  readonly journal: readonly JournalEntry[]
  /** What broke the drill off, or kept it from being healed or evaluated. */
  readonly errors: readonly string[]
}

import { type Milliseconds, REGIONS } from '@bicoastal/kernel'
import type { TwoRegions } from '@bicoastal/testkit'
import type { Measurements } from '../budgets.js'
import { checkRegion } from '../checkers/check-region.js'
import type { FindingKind } from '../checkers/finding.js'
import { measureOutage } from '../history/outage.js'
import type { History } from '../history/history.js'
import type { DrillReport, RegionFinding } from '../report/report.js'
import type { Experiment } from './experiment.js'
import { openTroubles } from './open-troubles.js'
import { retainedLog } from './retained-log.js'

/** What was found after the load had ended and the regions had settled. */
export type Evaluation = Pick<DrillReport, 'outage' | 'return' | 'findings' | 'differences'> & {
  readonly measured: Partial<Measurements>
}

/**
 * Measures the outage and holds both regions against the history. `settledAt` says when the regions were equal with
 * every job done, `undefined` where they never were; `wentBack` is what was seen to go back meanwhile.
 */
export async function evaluate(
  regions: TwoRegions,
  runId: string,
  history: History,
  experiment: Experiment,
  wentBack: readonly RegionFinding[],
  settledAt: Milliseconds | undefined,
): Promise<Evaluation> {
  const { fault, undoing } = experiment.moments
  const end = history.end
  const outage = fault === undefined ? undefined : measureOutage(history.attempts, { from: fault, to: undoing ?? end })
  const returning = undoing === undefined ? undefined : measureOutage(history.attempts, { from: undoing, to: end })
  const comparison = await regions.compare()
  const findings: RegionFinding[] = [...wentBack]
  for (const region of REGIONS) {
    const found = await checkRegion(history, regions.sql(region), runId)
    findings.push(...found.map((finding) => ({ ...finding, region })))
  }
  const troubles = await openTroubles(regions)
  const count = (...kinds: FindingKind[]) => findings.filter((finding) => kinds.includes(finding.kind)).length
  return {
    ...(outage && { outage }),
    ...(returning && { return: returning }),
    findings,
    differences: comparison.differences,
    measured: {
      ...experiment.measured,
      ...(outage && {
        recoveryTime: outage.recoveryTime,
        recoveryTimeP99: outage.recoveryTimeP99,
        failedRequests: outage.failedRequests,
      }),
      ...(returning && { failedRequestsOnReturn: returning.failedRequests }),
      ...(settledAt !== undefined && undoing !== undefined && { convergenceTime: settledAt - undoing }),
      lostWrites: count('lost'),
      surplusEffects: count('duplicate', 'invented'),
      unfinishedJobs: count('unfinished'),
      brokenInvariants: count('resurrected', 'contested', 'oversold', 'regressed'),
      openIncidents: troubles.filter(({ kind }) => kind === 'incident').length,
      quarantinedRows: troubles.filter(({ kind }) => kind === 'quarantined row').length,
      retainedLog: await retainedLog(regions),
      divergentRows: comparison.differing,
    },
  }
}

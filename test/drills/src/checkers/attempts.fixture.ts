import type { Attempt } from '../history/attempt.js'

/** An attempt as a history has it, for the tests of checkers. */
export function attemptOf<Intent, Receipt = never>(
  intent: Intent,
  outcome: { readonly receipt: Receipt } | 'undetermined' | 'failed',
): Attempt<Intent, Receipt> {
  const common = { workload: 'fixture', operation: 'fixture', startedAt: 0, endedAt: 1, intent }
  return typeof outcome === 'string'
    ? { ...common, outcome }
    : { ...common, outcome: 'acknowledged', receipt: outcome.receipt }
}

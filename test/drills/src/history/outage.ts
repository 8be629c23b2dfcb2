import type { Milliseconds } from '@bicoastal/kernel'
import type { Attempt } from './attempt.js'

/** What callers felt of a fault. */
export interface Outage {
  /**
   * The recovery time: the longest of the three below. A service that answers most callers while some wait or fail
   * has not recovered.
   */
  readonly recoveryTime: Milliseconds
  /**
   * After this time from the fault 99 of 100 requests of the window were answered, or would have been when asked again:
   * a failed request counts from the fault to its failure, an acknowledged one its wait.
   */
  readonly recoveryTimeP99: Milliseconds
  /** From the fault to the end of the last attempt that was not acknowledged. */
  readonly untilLastFailure: Milliseconds
  /** The longest time any single caller waited for its answer. */
  readonly longestWait: Milliseconds
  /** The longest time in which no caller at all got an acknowledgement of some operation, over all operations. */
  readonly longestGap: Milliseconds
  /** Attempts that were not acknowledged. */
  readonly failedRequests: number
  readonly requests: number
}

/**
 * Measures the outage that callers saw in a window. Attempts that began before the fault and were under way when it
 * struck count: their callers waited, too.
 */
export function measureOutage(
  attempts: readonly Attempt[],
  window: { readonly from: Milliseconds; readonly to: Milliseconds },
): Outage {
  const affected = attempts.filter((attempt) => attempt.endedAt >= window.from && attempt.startedAt < window.to)
  const failures = affected.filter((attempt) => attempt.outcome !== 'acknowledged')
  const untilLastFailure = maximum(failures.map((attempt) => attempt.endedAt - window.from))
  const longestWait = maximum(affected.map((attempt) => attempt.endedAt - Math.max(attempt.startedAt, window.from)))
  const longestGap = maximum(
    [...Map.groupBy(affected, (attempt) => attempt.operation).values()].map((group) => gapOf(group, window)),
  )
  return {
    recoveryTime: Math.max(untilLastFailure, longestWait, longestGap),
    recoveryTimeP99: quantile(
      affected.map((attempt) => delayOf(attempt, window.from)),
      0.99,
    ),
    untilLastFailure,
    longestWait,
    longestGap,
    failedRequests: failures.length,
    requests: affected.length,
  }
}

function gapOf(
  attempts: readonly Attempt[],
  window: { readonly from: Milliseconds; readonly to: Milliseconds },
): number {
  const successes = attempts
    .filter((attempt) => attempt.outcome === 'acknowledged' && attempt.endedAt < window.to)
    .map((attempt) => attempt.endedAt)
    .toSorted((one, other) => one - other)
  const moments = [window.from, ...successes, window.to]
  return maximum(moments.slice(1).map((moment, index) => moment - (moments[index] ?? moment)))
}

function delayOf(attempt: Attempt, fault: Milliseconds): Milliseconds {
  if (attempt.outcome !== 'acknowledged') return attempt.endedAt - fault
  return attempt.endedAt - Math.max(attempt.startedAt, fault)
}

/** The smallest of the values that at least `share` of them do not exceed; 0 of none. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.ceil(sorted.length * share) - 1] ?? 0
}

function maximum(values: readonly number[]): number {
  return values.reduce((highest, value) => Math.max(highest, value), 0)
}

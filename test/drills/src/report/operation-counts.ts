import type { Attempt, Outcome } from '../history/attempt.js'
import type { FailureCount, OperationCount } from './report.js'

/** Counts how the requests of each operation ended. */
export function countOperations(attempts: readonly Attempt[]): OperationCount[] {
  return [...Map.groupBy(attempts, (attempt) => attempt.operation)].map(([operation, group]) => {
    const count = (outcome: Outcome) => group.filter((attempt) => attempt.outcome === outcome).length
    return {
      operation,
      acknowledged: count('acknowledged'),
      failed: count('failed'),
      undetermined: count('undetermined'),
    }
  })
}

/** Counts why requests were not acknowledged, the most frequent reason first. */
export function countFailures(attempts: readonly Attempt[]): FailureCount[] {
  const failures = attempts.filter((attempt) => attempt.outcome !== 'acknowledged')
  const groups = Map.groupBy(failures, ({ operation, reason }) => JSON.stringify([operation, reason]))
  return [...groups.values()]
    .map((group) => ({
      operation: group[0]?.operation ?? '',
      reason: group[0]?.reason ?? '',
      count: group.length,
      from: group.reduce((first, { endedAt }) => Math.min(first, endedAt), Infinity),
      to: group.reduce((last, { endedAt }) => Math.max(last, endedAt), 0),
    }))
    .toSorted((one, other) => other.count - one.count)
}

import type { Attempt, Outcome } from '../history/attempt.js'
import type { OperationCount } from './report.js'

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

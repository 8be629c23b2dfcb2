import { REGIONS } from '@bicoastal/kernel'
import type { Attempt } from '../history/attempt.js'

/** Why there is no steady state that a fault could disturb, in words; `undefined` when there is one. */
export function steadyStateFault(attempts: readonly Attempt[]): string | undefined {
  const failures = attempts.filter((attempt) => attempt.outcome !== 'acknowledged')
  const [first] = failures
  if (first !== undefined) {
    return `${failures.length} requests failed, the first one: ${first.operation}: ${first.reason}`
  }
  if (attempts.length === 0) return 'there was no load'
  for (const [operation, group] of Map.groupBy(attempts, (attempt) => attempt.operation)) {
    const idle = REGIONS.find((region) => !group.some((attempt) => attempt.region === region))
    if (idle !== undefined) return `${idle} answered none of ${group.length} requests ${operation}`
  }
  return undefined
}

import { type Attempt, isAcknowledged, isUndetermined } from '../history/attempt.js'
import type { CounterIntent } from '../workloads/counters.js'
import type { Finding } from './finding.js'

/**
 * A counter is at least the sum of what was acknowledged, and at most that plus all that is undetermined.
 * `values` is keyed by the counter's key.
 */
export function checkCounters(
  attempts: readonly Attempt<CounterIntent, null>[],
  values: ReadonlyMap<string, bigint>,
): Finding[] {
  return [...Map.groupBy(attempts, (attempt) => attempt.intent.key)].flatMap(([key, additions]): Finding[] => {
    const acknowledged = sum(additions.filter(isAcknowledged))
    const highest = acknowledged + sum(additions.filter(isUndetermined))
    const value = values.get(key) ?? 0n
    const subject = `counter ${key}`
    if (value < acknowledged) {
      return [{ kind: 'lost', subject, explanation: `${acknowledged} were acknowledged; it stands at ${value}.` }]
    }
    if (value > highest) {
      const explanation = `At most ${highest} were asked for (${acknowledged} acknowledged); it stands at ${value}.`
      return [{ kind: 'duplicate', subject, explanation }]
    }
    return []
  })
}

function sum(additions: readonly Attempt<CounterIntent>[]): bigint {
  return additions.reduce((total, addition) => total + BigInt(addition.intent.by), 0n)
}

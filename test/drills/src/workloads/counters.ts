import type { Workload } from './workload.js'

/** By how much which counter was to grow; always more than 0. */
export interface CounterIntent {
  readonly key: string
  readonly by: number
}

/** Adds to a few counters of the probe. Without an `Idempotency-Key`: a repeated request would be a wrong sum. */
export function counterWorkload(runId: string, perSecond: number): Workload<CounterIntent, null> {
  return {
    name: 'counters',
    perSecond,
    next(random) {
      const intent = { key: `${runId}-${random.below(8)}`, by: 1 + random.below(9) }
      return {
        name: 'POST counter',
        method: 'POST',
        path: `/probe/counters/${intent.key}`,
        role: 'ops',
        body: { by: intent.by },
        intent,
        receipt: () => null,
      }
    },
  }
}

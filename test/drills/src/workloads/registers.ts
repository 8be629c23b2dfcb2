import { fieldOf } from './answer.js'
import type { Workload } from './workload.js'

/** What was to be written to which register. Every value is written once, so a final value names its writer. */
export interface RegisterIntent {
  readonly key: string
  readonly value: string
}

/** The version under which the service took the value. */
export interface RegisterReceipt {
  readonly version: bigint
}

/** Overwrites a few registers of the probe again and again, from both regions at once: last write wins. */
export function registerWorkload(runId: string, perSecond: number): Workload<RegisterIntent, RegisterReceipt> {
  let written = 0
  return {
    name: 'registers',
    perSecond,
    next(random) {
      const key = `${runId}-${random.below(16)}`
      const value = `${runId}:${written++}`
      return {
        name: 'PUT register',
        method: 'PUT',
        path: `/probe/registers/${key}`,
        role: 'ops',
        body: { value },
        intent: { key, value },
        receipt: (answer) => ({ version: BigInt(String(fieldOf(answer, 'version'))) }),
      }
    },
  }
}

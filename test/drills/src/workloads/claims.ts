import { textOf } from './answer.js'
import type { Workload } from './workload.js'

/** Who was to get which key. Every request is made for a holder of its own. */
export interface ClaimIntent {
  readonly key: string
  readonly holder: string
}

/** What the claimant was told: `taken` when somebody else has it. */
export interface ClaimReceipt {
  readonly state: 'pending' | 'confirmed' | 'taken'
}

/** So many callers want each key, about at once and from both regions. */
const RIVALS = 6

/** Races for keys that only one may hold. */
export function claimWorkload(runId: string, perSecond: number): Workload<ClaimIntent, ClaimReceipt> {
  let claimed = 0
  return {
    name: 'claims',
    perSecond,
    next() {
      const intent = { key: `${runId}-${Math.floor(claimed / RIVALS)}`, holder: `holder-${claimed++}` }
      return {
        name: 'POST claim',
        method: 'POST',
        path: `/probe/claims/${intent.key}`,
        role: 'ops',
        body: { holder: intent.holder },
        alsoAnswers: ['claim_taken'],
        intent,
        receipt: (answer, { status }) => ({
          state: status === 409 ? 'taken' : (textOf(answer, 'state') as 'pending' | 'confirmed'),
        }),
      }
    },
  }
}

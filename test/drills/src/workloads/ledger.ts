import { textOf } from './answer.js'
import type { Workload } from './workload.js'

/** The entry to be written. Amounts are unlike each other, so that a changed one shows. */
export interface LedgerIntent {
  readonly account: string
  readonly amount: number
}

/** The id under which the entry was promised. */
export interface LedgerReceipt {
  readonly id: string
}

/** Appends entries to a few accounts, each with an `Idempotency-Key`. */
export function ledgerWorkload(runId: string, perSecond: number): Workload<LedgerIntent, LedgerReceipt> {
  let written = 0
  return {
    name: 'ledger',
    perSecond,
    next(random) {
      const intent = { account: `${runId}-${random.below(4)}`, amount: ++written }
      return {
        name: 'POST ledger',
        method: 'POST',
        path: '/probe/ledger',
        role: 'ops',
        headers: { 'idempotency-key': `${runId}-ledger-${written}` },
        body: intent,
        intent,
        receipt: (answer) => ({ id: textOf(answer, 'id') }),
      }
    },
  }
}

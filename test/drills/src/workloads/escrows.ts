import type { Workload } from './workload.js'

/** By how much which escrow was to be filled or spent from. */
export interface EscrowIntent {
  readonly verb: 'grant' | 'spend'
  readonly key: string
  readonly by: number
}

/** Whether it was done; a spend is refused where there is not enough, or where the other region has it and cannot be asked. */
export interface EscrowReceipt {
  readonly done: boolean
}

/** Grants to a few escrows and spends from them in both regions, more than there is: most of the time they are nearly empty. */
export function escrowWorkload(runId: string, perSecond: number): Workload<EscrowIntent, EscrowReceipt> {
  return {
    name: 'escrows',
    perSecond,
    next(random) {
      const verb = random.below(6) === 0 ? 'grant' : 'spend'
      const by = verb === 'grant' ? 10 + random.below(10) : 1 + random.below(5)
      const intent: EscrowIntent = { verb, key: `${runId}-${random.below(3)}`, by }
      return {
        name: `POST escrow ${verb}`,
        method: 'POST',
        path: `/probe/escrows/${intent.key}/${verb}`,
        role: 'ops',
        body: { by },
        alsoAnswers: verb === 'spend' ? [404, 409, 422, 'escrow_held_by_peer', 'escrow_contended'] : [],
        intent,
        receipt: (_answer, { status }) => ({ done: status < 300 }),
      }
    },
  }
}

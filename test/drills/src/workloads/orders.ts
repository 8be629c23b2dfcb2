import { textOf } from './answer.js'
import type { Workload } from './workload.js'

/** The `Idempotency-Key` under which the order was to be placed. */
export interface OrderIntent {
  readonly idempotencyKey: string
}

/** The id under which the order was promised. */
export interface OrderReceipt {
  readonly id: string
}

/** Places orders for products that both regions have had since before the drill. */
export function orderWorkload(
  runId: string,
  perSecond: number,
  productIds: readonly string[],
): Workload<OrderIntent, OrderReceipt> {
  let placed = 0
  return {
    name: 'orders',
    perSecond,
    next(random) {
      const idempotencyKey = `${runId}-order-${placed++}`
      return {
        name: 'POST order',
        method: 'POST',
        path: '/v1/orders',
        role: 'customer',
        headers: { 'idempotency-key': idempotencyKey },
        body: { items: [{ productId: random.pick(productIds), quantity: 1 + random.below(3) }] },
        intent: { idempotencyKey },
        receipt: (answer) => ({ id: textOf(answer, 'id') }),
      }
    },
  }
}

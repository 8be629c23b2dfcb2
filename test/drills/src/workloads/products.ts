import { textOf } from './answer.js'
import type { Workload } from './workload.js'

/** The name of the product to be created, used once: two products of one name are a request that ran twice. */
export interface ProductIntent {
  readonly name: string
}

/** The id under which the product was promised. */
export interface ProductReceipt {
  readonly id: string
}

/** Creates products, each request with an `Idempotency-Key`. */
export function productWorkload(runId: string, perSecond: number): Workload<ProductIntent, ProductReceipt> {
  let created = 0
  return {
    name: 'products',
    perSecond,
    next() {
      const name = `${runId} product ${created++}`
      return {
        name: 'POST product',
        method: 'POST',
        path: '/v1/products',
        role: 'merchant',
        headers: { 'idempotency-key': name.replaceAll(' ', '-') },
        body: { name, description: 'Made by a drill.', price: { amount: 1999, currency: 'EUR' } },
        intent: { name },
        receipt: (answer) => ({ id: textOf(answer, 'id') }),
      }
    },
  }
}

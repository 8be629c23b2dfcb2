import { textOf } from './answer.js'
import type { Random } from './random.js'
import type { Operation, Workload } from './workload.js'

/** What was to be done to which product. */
export interface DeletionIntent {
  readonly verb: 'create' | 'change' | 'like' | 'delete'
  /** The product's id; its name where it is to be created. */
  readonly product: string
}

/** What the service said: the product's id, and whether the deed was done or the product was not there (any more). */
export interface DeletionReceipt {
  readonly id: string
  readonly done: boolean
}

/** Products that are created, changed and deleted by everybody at once, also after they were deleted. */
export function deletionWorkload(runId: string, perSecond: number): Workload<DeletionIntent, DeletionReceipt> {
  const products: string[] = []
  let created = 0
  const create = (): Operation<DeletionIntent, DeletionReceipt> => {
    const name = `${runId} condemned ${created++}`
    return {
      name: 'POST condemned',
      method: 'POST',
      path: '/v1/products',
      role: 'merchant',
      headers: { 'idempotency-key': name.replaceAll(' ', '-') },
      body: { name, description: 'To be deleted.', price: { amount: 1, currency: 'EUR' } },
      intent: { verb: 'create', product: name },
      receipt: (answer) => {
        const id = textOf(answer, 'id')
        products.push(id)
        return { id, done: true }
      },
    }
  }
  const to = (
    verb: DeletionIntent['verb'],
    id: string,
    call: Pick<Operation, 'name' | 'method' | 'path' | 'role' | 'body'>,
  ): Operation<DeletionIntent, DeletionReceipt> => ({
    ...call,
    alsoAnswers: [404],
    intent: { verb, product: id },
    receipt: (_answer, { status }) => ({ id, done: status !== 404 }),
  })
  const disturb = (random: Random) => {
    // The latest are the ones that the other region may not have heard of, or not have heard that they are gone.
    const id = products[Math.max(0, products.length - 1 - random.below(12))] ?? ''
    const path = `/v1/products/${id}`
    const kind = random.below(5)
    if (kind === 0) return to('delete', id, { name: 'DELETE condemned', method: 'DELETE', path, role: 'merchant' })
    if (kind === 1)
      return to('like', id, { name: 'POST like', method: 'POST', path: `${path}/likes`, role: 'customer', body: {} })
    const body = { description: `Changed ${random.below(1_000_000)} times.` }
    return to('change', id, { name: 'PATCH condemned', method: 'PATCH', path, role: 'merchant', body })
  }
  return {
    name: 'deletions',
    perSecond,
    next: (random) => (products.length === 0 || random.below(4) === 0 ? create() : disturb(random)),
  }
}

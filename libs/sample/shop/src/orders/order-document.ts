import type { Order, OrderLine } from './order.entity.js'
import type { OrderDocument } from './order.schema.js'

/** What callers may see of an order. */
export function orderDocument(order: Pick<Order, 'id' | 'lines' | 'state' | 'createdAt'>): OrderDocument {
  return {
    id: order.id,
    state: order.state,
    items: order.lines.map(({ productId, quantity, price }) => ({ productId, quantity, price })),
    total: total(order.lines),
    createdAt: order.createdAt.toISOString(),
  }
}

/** The sum of `lines`, which share one currency; the limits on prices and quantities keep it an exact number. */
function total(lines: readonly OrderLine[]): OrderDocument['total'] {
  const amount = lines.reduce((sum, line) => sum + line.quantity * line.price.amount, 0)
  return { amount, currency: lines[0]?.price.currency ?? '' }
}

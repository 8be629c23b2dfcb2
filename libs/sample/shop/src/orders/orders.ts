import { Statements, Transactions } from '@bicoastal/database'
import type { Caller } from '@bicoastal/http'
import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { Reservations } from '../reservations/reservations.js'
import { orderDocument } from './order-document.js'
import { OrderNotFoundError } from './order-not-found.error.js'
import { OrderShippedError } from './order-shipped.error.js'
import { Order } from './order.entity.js'
import type { OrderDocument } from './order.schema.js'

/** What is read of an order to show it, under the names of the entity. */
type OrderRow = Pick<Order, 'id' | 'customer' | 'lines' | 'state' | 'createdAt'>

const FIND = `
  -- In: id. Out: the order, or none where it is unknown.
  SELECT id, customer, lines, state, created_at AS "createdAt" FROM public.orders WHERE id = $1`

/** What callers can do with orders that exist. */
@Injectable()
export class Orders {
  constructor(
    private readonly statements: Statements,
    private readonly transactions: Transactions,
    private readonly reservations: Reservations,
  ) {}

  /** @throws OrderNotFoundError where it is unknown, or not the caller's business. */
  async show(id: string, caller: Caller): Promise<OrderDocument> {
    const statement = { name: 'order-find', text: FIND, values: [id] }
    const [order] = await this.statements.read<OrderRow>(statement, { replica: true })
    return orderDocument(visible(order, id, caller))
  }

  /**
   * Cancels an order that is not on its way yet, and gives back what it holds of the stock; once more changes nothing.
   *
   * @throws OrderNotFoundError where it is unknown, or not the caller's business.
   * @throws OrderShippedError when it is too late.
   */
  async cancel(id: string, caller: Caller): Promise<OrderDocument> {
    const work = async (manager: EntityManager): Promise<OrderDocument> => {
      const found = await manager.findOne(Order, { where: { id }, lock: { mode: 'pessimistic_write' } })
      const order = visible(found ?? undefined, id, caller)
      if (order.state === 'shipped') {
        throw new OrderShippedError(id)
      }
      if (order.state !== 'cancelled') {
        await manager.update(Order, { id }, { state: 'cancelled' })
        await this.reservations.release(manager, id)
      }
      return orderDocument({ ...order, state: 'cancelled' })
    }
    return this.transactions.run(work, { idempotent: true })
  }
}

/** Another customer's order and one that does not exist look the same, so that ids cannot be tried out. */
function visible<Found extends OrderRow>(order: Found | undefined, id: string, { subject, roles }: Caller): Found {
  const concerned = order?.customer === subject || roles.includes('merchant') || roles.includes('ops')
  if (!order || !concerned) {
    throw new OrderNotFoundError(id)
  }
  return order
}

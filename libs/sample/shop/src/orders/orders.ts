import { Transactions } from '@bicoastal/database'
import type { Caller } from '@bicoastal/http'
import { Injectable } from '@nestjs/common'
import { DataSource, type EntityManager } from 'typeorm'
import { orderDocument } from './order-document.js'
import { OrderNotFoundError } from './order-not-found.error.js'
import { OrderShippedError } from './order-shipped.error.js'
import { Order } from './order.entity.js'
import type { OrderDocument } from './order.schema.js'

/** What callers can do with orders that exist. */
@Injectable()
export class Orders {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  /** @throws OrderNotFoundError where it is unknown, or not the caller's business. */
  async show(id: string, caller: Caller): Promise<OrderDocument> {
    const order = await this.dataSource.manager.findOneBy(Order, { id })
    return orderDocument(visible(order, id, caller))
  }

  /**
   * Cancels an order that is not on its way yet; once more changes nothing.
   *
   * @throws OrderNotFoundError where it is unknown, or not the caller's business.
   * @throws OrderShippedError when it is too late.
   */
  async cancel(id: string, caller: Caller): Promise<OrderDocument> {
    const work = async (manager: EntityManager): Promise<OrderDocument> => {
      const found = await manager.findOne(Order, { where: { id }, lock: { mode: 'pessimistic_write' } })
      const order = visible(found, id, caller)
      if (order.state === 'shipped') {
        throw new OrderShippedError(id)
      }
      if (order.state !== 'cancelled') {
        await manager.update(Order, { id }, { state: 'cancelled' })
      }
      return orderDocument({ ...order, state: 'cancelled' })
    }
    return this.transactions.run(work, { idempotent: true })
  }
}

/** Another customer's order and one that does not exist look the same, so that ids cannot be tried out. */
function visible(order: Order | null, id: string, caller: Caller): Order {
  const concerned =
    order?.customer === caller.subject || caller.roles.some((role) => role === 'merchant' || role === 'ops')
  if (!order || !concerned) {
    throw new OrderNotFoundError(id)
  }
  return order
}

import { EscrowSpending, type Shortage, isEscrowExhaustedError, isEscrowHeldByPeerError } from '@bicoastal/escrow'
import { Jobs } from '@bicoastal/jobs'
import { REGION_NUMBERS, derivedId } from '@bicoastal/kernel'
import { Injectable } from '@nestjs/common'
import { type EntityManager, In } from 'typeorm'
import { type Creation, type CreationRequest, creationOf } from '../creation/creation.js'
import { refuseReusedKey } from '../creation/refuse-reused-key.js'
import { Reservations } from '../reservations/reservations.js'
import { Product } from '../products/product.entity.js'
import { capturePayment } from './capture-payment.job.js'
import { orderDocument } from './order-document.js'
import { OutOfStockError } from './out-of-stock.error.js'
import { Order, type OrderLine } from './order.entity.js'
import type { NewOrder, OrderDocument } from './order.schema.js'
import { pricedLines } from './priced-lines.js'
import { StockHeldElsewhereError } from './stock-held-elsewhere.error.js'

/** What became of a request for an order. */
export interface PlacedOrder {
  readonly order: OrderDocument
  /** True where an earlier request with the same key had placed it. */
  readonly replayed: boolean
}

/**
 * Places orders: the order, what it takes from the stock and the promise to capture its payment are one transaction, so there is
 * never one without the others.
 */
@Injectable()
export class OrderPlacement {
  constructor(
    private readonly spending: EscrowSpending,
    private readonly reservations: Reservations,
    private readonly jobs: Jobs,
  ) {}

  /**
   * Places an order at today's prices, once for each idempotency key. A replay shows the order as it is by now, also
   * when its products have been deleted since.
   *
   * @throws IdempotencyKeyReusedError when the key has placed something else.
   * @throws ProductUnavailableError when a product is unknown or deleted.
   * @throws MixedCurrenciesError when the products are not all priced in one currency.
   * @throws OutOfStockError when both regions together have fewer than are ordered.
   * @throws StockHeldElsewhereError when this region has fewer, and the other one cannot be asked.
   */
  async place(request: CreationRequest, { items }: NewOrder): Promise<PlacedOrder> {
    const creation = creationOf(request)
    const work = async (manager: EntityManager): Promise<PlacedOrder> => {
      const earlier = creation.fingerprint === null ? null : await manager.findOneBy(Order, { id: creation.id })
      if (earlier) {
        return replay(earlier, creation)
      }
      const products = await manager.findBy(Product, { id: In(items.map((item) => item.productId)) })
      const inserted = await this.#insert(manager, creation, request.caller, pricedLines(items, products))
      const order = await manager.findOneByOrFail(Order, { id: creation.id })
      if (!inserted) {
        return replay(order, creation)
      }
      await this.reservations.hold(manager, {
        orderId: order.id,
        lines: items,
        repeatable: creation.fingerprint !== null,
      })
      const jobId = derivedId(capturePayment.name, order.id)
      await this.jobs.add(manager, capturePayment, { orderId: order.id }, { id: jobId })
      return { order: orderDocument(order), replayed: false }
    }
    // The id is settled, so a repetition finds the order that a commit of unknown outcome may have left.
    try {
      return await this.spending.run(work, { idempotent: true })
    } catch (error) {
      if (isEscrowExhaustedError(error)) throw new OutOfStockError(productsOf(error.shortages))
      if (isEscrowHeldByPeerError(error)) throw new StockHeldElsewhereError(productsOf(error.shortages), error)
      throw error
    }
  }

  /** False, and nothing inserted, where the same request got here first in another transaction. */
  async #insert(
    manager: EntityManager,
    { id, fingerprint }: Creation,
    customer: string,
    lines: OrderLine[],
  ): Promise<boolean> {
    const home = REGION_NUMBERS[this.reservations.own]
    const statement = manager.createQueryBuilder().insert().into(Order).orIgnore().updateEntity(false).returning('id')
    const { raw } = await statement.values({ id, customer, home, lines, requestFingerprint: fingerprint }).execute()
    return raw.length > 0
  }
}

const productsOf = (shortages: readonly Shortage[]): string[] => shortages.flatMap(({ escrow }) => escrow.key)

function replay(order: Order, creation: Creation): PlacedOrder {
  refuseReusedKey(creation, order.requestFingerprint)
  return { order: orderDocument(order), replayed: creation.fingerprint !== null }
}

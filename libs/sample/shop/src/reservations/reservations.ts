import { RegionConfig } from '@bicoastal/config'
import { Statements } from '@bicoastal/database'
import { Jobs } from '@bicoastal/jobs'
import { REGION_NUMBERS, type RegionId, derivedId, peerOf } from '@bicoastal/kernel'
import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { Stock, type StockLine } from '../stock/stock.js'
import { returnReservation, settleReservation } from './reservation-jobs.js'

const INSERT = `
  -- In: id, order id, number of the region, lines. Out: none.
  INSERT INTO public.reservations (id, order_id, region, lines) VALUES ($1, $2, $3, $4)`

const RETURN = `
  -- In: id. Out: the lines, where they were held until now; none where there is no reservation or it was returned before.
  -- Invariant: of two at once the second waits here and finds it returned.
  UPDATE public.reservations AS reservation SET state = 'returned'
  WHERE reservation.id = $1 AND reservation.state = 'held'
  RETURNING reservation.lines`

const IS_HELD = `
  -- In: id. Out: one row where it is held.
  SELECT 1 AS held FROM public.reservations AS reservation WHERE reservation.id = $1 AND reservation.state = 'held'`

/** What the order's placement tells of it. */
export interface ReservationRequest {
  readonly orderId: string
  readonly lines: readonly StockLine[]
  /** The same order may be accepted in the other region, too. */
  readonly repeatable: boolean
}

/** What this region took from the stock for orders. */
@Injectable()
export class Reservations {
  readonly own: RegionId

  constructor(
    private readonly statements: Statements,
    private readonly stock: Stock,
    private readonly jobs: Jobs,
    { region }: RegionConfig,
  ) {
    this.own = region
  }

  /**
   * Takes what an order asks for from the stock, in the order's transaction.
   *
   * @throws ShortOfRightsError when this region may not sell so much.
   */
  async hold(manager: EntityManager, { orderId, lines, repeatable }: ReservationRequest): Promise<void> {
    const taken = await this.stock.take(manager, lines)
    if (taken.length === 0) return
    const values = [idOf(orderId, this.own), orderId, REGION_NUMBERS[this.own], JSON.stringify(taken)]
    await this.statements.within(manager, { name: 'reservation-insert', text: INSERT, values })
    if (repeatable) {
      const id = derivedId(settleReservation.name, orderId, this.own)
      await this.jobs.add(manager, settleReservation, { orderId }, { id })
    }
  }

  /** Gives back what this region took for an order, unless it did so before, and lets the peer do the same. */
  async release(manager: EntityManager, orderId: string): Promise<void> {
    await this.returnOwn(manager, orderId)
    const peer = peerOf(this.own)
    const values = [idOf(orderId, peer)]
    const [held] = await this.statements.within(manager, { name: 'reservation-is-held', text: IS_HELD, values })
    if (held) {
      const id = derivedId(returnReservation.name, orderId, peer)
      await this.jobs.add(manager, returnReservation, { orderId }, { id, home: peer })
    }
  }

  /** Gives back what this region took for an order, unless it did so before. */
  async returnOwn(manager: EntityManager, orderId: string): Promise<void> {
    const statement = { name: 'reservation-return', text: RETURN, values: [idOf(orderId, this.own)] }
    const [returned] = await this.statements.within<{ lines: readonly StockLine[] }>(manager, statement)
    if (returned) await this.stock.giveBack(manager, returned.lines)
  }
}

const idOf = (orderId: string, region: RegionId): string => derivedId('reservation', orderId, region)

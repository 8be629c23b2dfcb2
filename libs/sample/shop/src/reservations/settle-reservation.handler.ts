import { RowAgreement, isAgreementNotReachedError } from '@bicoastal/agreement'
import { type Handler, type JobContext, JobHandler, JobPutOffError } from '@bicoastal/jobs'
import { type Milliseconds, REGION_NUMBERS, seconds } from '@bicoastal/kernel'
import { Injectable } from '@nestjs/common'
import { Order } from '../orders/order.entity.js'
import { type ReservationPayload, settleReservation } from './reservation-jobs.js'
import { Reservations } from './reservations.js'

const PATIENCE: Milliseconds = seconds(0.5)
const LONGEST_PAUSE: Milliseconds = seconds(15)

/**
 * Finds out whether the other region had accepted the same order before, once both know of each other's, and gives back what
 * was taken twice; or what was taken for an order that was cancelled over there before it was known to be ours.
 */
@Injectable()
@JobHandler(settleReservation)
export class SettleReservationHandler implements Handler<ReservationPayload> {
  constructor(
    private readonly reservations: Reservations,
    private readonly agreement: RowAgreement,
  ) {}

  async run({ orderId }: ReservationPayload, { manager }: JobContext): Promise<void> {
    await this.#agreeOn(orderId, manager)
    const order = await manager.findOne(Order, { where: { id: orderId }, lock: { mode: 'pessimistic_write' } })
    const isOurs = order?.home === REGION_NUMBERS[this.reservations.own] && order.state !== 'cancelled'
    if (!isOurs) await this.reservations.returnOwn(manager, orderId)
  }

  async #agreeOn(orderId: string, manager: JobContext['manager']): Promise<void> {
    try {
      await this.agreement.reach({ table: 'orders', key: [orderId] }, PATIENCE)
    } catch (error) {
      if (!isAgreementNotReachedError(error)) throw error
      const order = await manager.findOneBy(Order, { id: orderId })
      const age = Date.now() - (order?.createdAt.getTime() ?? 0)
      const pause = Math.min(LONGEST_PAUSE, Math.max(seconds(1), age / 4))
      throw new JobPutOffError('the other region cannot be asked whether it accepted the same order', pause, error)
    }
  }
}

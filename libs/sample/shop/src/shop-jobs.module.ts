import { Module } from '@nestjs/common'
import { CapturePaymentHandler } from './orders/capture-payment.handler.js'
import { Reservations } from './reservations/reservations.js'
import { ReturnReservationHandler } from './reservations/return-reservation.handler.js'
import { SettleReservationHandler } from './reservations/settle-reservation.handler.js'
import { Stock } from './stock/stock.js'

/** What the worker runs of the shop. */
@Module({
  providers: [Stock, Reservations, CapturePaymentHandler, ReturnReservationHandler, SettleReservationHandler],
})
export class ShopJobsModule {}

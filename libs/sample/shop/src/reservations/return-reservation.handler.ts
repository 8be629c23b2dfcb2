import { type Handler, type JobContext, JobHandler } from '@bicoastal/jobs'
import { Injectable } from '@nestjs/common'
import { type ReservationPayload, returnReservation } from './reservation-jobs.js'
import { Reservations } from './reservations.js'

/** Gives back what this region took for an order that was cancelled in the other one. */
@Injectable()
@JobHandler(returnReservation)
export class ReturnReservationHandler implements Handler<ReservationPayload> {
  constructor(private readonly reservations: Reservations) {}

  run({ orderId }: ReservationPayload, { manager }: JobContext): Promise<void> {
    return this.reservations.returnOwn(manager, orderId)
  }
}

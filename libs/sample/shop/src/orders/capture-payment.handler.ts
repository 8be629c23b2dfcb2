import { type Handler, type JobContext, JobHandler } from '@bicoastal/jobs'
import { Injectable } from '@nestjs/common'
import { type CapturePaymentPayload, capturePayment } from './capture-payment.job.js'
import { Order } from './order.entity.js'

/** Marks an order as paid. One that was cancelled in the meantime, or is paid already, is left as it is. */
@Injectable()
@JobHandler(capturePayment)
export class CapturePaymentHandler implements Handler<CapturePaymentPayload> {
  async run({ orderId }: CapturePaymentPayload, { manager }: JobContext): Promise<void> {
    await manager.update(Order, { id: orderId, state: 'placed' }, { state: 'paid' })
  }
}

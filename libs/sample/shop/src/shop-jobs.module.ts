import { Module } from '@nestjs/common'
import { CapturePaymentHandler } from './orders/capture-payment.handler.js'

/** What the worker runs of the shop. */
@Module({ providers: [CapturePaymentHandler] })
export class ShopJobsModule {}

import { type PayloadOf, defineJob } from '@bicoastal/jobs'
import { z } from 'zod'

/** Takes the payment of an order; promised in the transaction that places it. */
export const capturePayment = defineJob('capture-payment', z.strictObject({ orderId: z.uuid() }))

/** Which order is to be paid. */
export type CapturePaymentPayload = PayloadOf<typeof capturePayment>

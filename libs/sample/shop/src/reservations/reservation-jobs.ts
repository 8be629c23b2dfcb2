import { type PayloadOf, defineJob } from '@bicoastal/jobs'
import { z } from 'zod'

const payload = z.strictObject({ orderId: z.uuid() })

/** Gives back what its home took for an order that was cancelled in the other region. */
export const returnReservation = defineJob('return-reservation', payload)

/**
 * Gives back what its home took for an order that the other region had accepted under the same key before; promised with every order that
 * may be accepted in both.
 */
export const settleReservation = defineJob('settle-reservation', payload)

/** Which order is meant. */
export type ReservationPayload = PayloadOf<typeof returnReservation>

import { text, uuid } from '@bicoastal/http'
import { z } from 'zod'

const email = z.email().max(254).meta({ example: 'ada@example.org' })
const name = text(1, 200)

/** Whose the e-mail is: `pending` until the regions have agreed, then `confirmed` or `lost`, for good. */
export const CUSTOMER_STATES = ['pending', 'confirmed', 'lost'] as const

/** The body of `POST /v1/customers`. */
export const newCustomerSchema = z.strictObject({ email, name })

/** The path of one customer. */
export const customerPathSchema = z.strictObject({ id: uuid() })

/** A customer as callers see it. */
export const customerSchema = z.strictObject({
  id: uuid(),
  email,
  name,
  state: z
    .enum(CUSTOMER_STATES)
    .describe('`pending` until both regions agree whose the e-mail is; then `confirmed` or `lost`, for good.'),
  createdAt: z.iso.datetime(),
})

/** Who is to be registered. */
export type NewCustomer = z.infer<typeof newCustomerSchema>

/** Which customer is meant. */
export type CustomerPath = z.infer<typeof customerPathSchema>

/** A customer as callers see it. */
export type CustomerDocument = z.infer<typeof customerSchema>

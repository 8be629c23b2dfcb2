import { uuid } from '@bicoastal/http'
import { z } from 'zod'
import { moneySchema } from '../money/money.js'
import { ORDER_STATES } from './order.entity.js'

const productId = uuid()
const quantity = z.int().min(1).max(1000)

const repeatsNoProduct = (items: readonly { readonly productId: string }[]) =>
  new Set(items.map((item) => item.productId)).size === items.length

/** The path of one order. */
export const orderPathSchema = z.strictObject({ id: uuid() })

/** The body of `POST /v1/orders`. */
export const newOrderSchema = z.strictObject({
  items: z
    .array(z.strictObject({ productId, quantity }))
    .min(1)
    .max(50)
    .refine(repeatsNoProduct, { error: 'names a product twice; add up its quantities' }),
})

/** An order as its customer sees it. */
export const orderSchema = z.strictObject({
  id: uuid(),
  state: z.enum(ORDER_STATES),
  items: z.array(
    z.strictObject({ productId, quantity, price: moneySchema.describe('Of one unit, when the order was placed.') }),
  ),
  total: z.strictObject({ amount: z.int(), currency: z.string() }),
  createdAt: z.iso.datetime(),
})

/** What a customer asks for. */
export type NewOrder = z.infer<typeof newOrderSchema>

/** An order as its customer sees it. */
export type OrderDocument = z.infer<typeof orderSchema>

/** Which order is meant. */
export type OrderPath = z.infer<typeof orderPathSchema>

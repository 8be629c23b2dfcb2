import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LARGEST_AMOUNT } from '../money/money.js'
import { orderDocument } from './order-document.js'
import type { OrderLine } from './order.entity.js'
import { newOrderSchema } from './order.schema.js'
import { pricedLines } from './priced-lines.js'

const item = fc.record({
  productId: fc.uuid(),
  quantity: fc.integer({ min: 1, max: 1000 }),
  amount: fc.oneof(fc.integer({ min: 0, max: LARGEST_AMOUNT }), fc.constantFrom(0, 1, LARGEST_AMOUNT)),
})
/** Any order that the schema takes, with the prices of its products. */
const anyOrder = fc.uniqueArray(item, { minLength: 1, maxLength: 50, selector: ({ productId }) => productId })

const documentOf = (lines: readonly OrderLine[]) =>
  orderDocument({ id: 'any', lines: [...lines], state: 'placed', createdAt: new Date(0) })

describe('the total of any order that is taken', () => {
  test('is exact, and a number that JSON carries exactly', () => {
    const property = fc.property(anyOrder, (ordered) => {
      const { items } = newOrderSchema.parse({
        items: ordered.map(({ productId, quantity }) => ({ productId, quantity })),
      })
      const products = ordered.map(({ productId, amount }) => ({ id: productId, amount, currency: 'EUR' }))
      const { total } = documentOf(pricedLines(items, products))
      const exact = ordered.reduce((sum, { quantity, amount }) => sum + BigInt(quantity) * BigInt(amount), 0n)
      expect(BigInt(total.amount)).toBe(exact)
      expect(Number.isSafeInteger(total.amount)).toBe(true)
    })
    fc.assert(property, { numRuns: 2000 })
  })

  test('does not depend on the order of its lines', () => {
    const property = fc.property(anyOrder, (ordered) => {
      const lines = ordered.map(({ productId, quantity, amount }) => ({
        productId,
        quantity,
        price: { amount, currency: 'EUR' },
      }))
      expect(documentOf(lines.toReversed()).total).toEqual(documentOf(lines).total)
    })
    fc.assert(property, { numRuns: 1000 })
  })
})

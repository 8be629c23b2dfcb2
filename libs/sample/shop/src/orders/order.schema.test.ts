import { describe, expect, test } from 'vitest'
import { newOrderSchema } from './order.schema.js'

const CUP = '0d3cbd0f-13d6-5d05-a0c5-a3d9e5fd2a51'

const accepts = (items: unknown, rest: object = {}) => newOrderSchema.safeParse({ items, ...rest }).success

describe('a new order', () => {
  test('asks for products and quantities', () => {
    expect(accepts([{ productId: CUP, quantity: 1 }])).toBe(true)
    expect(accepts([{ productId: CUP, quantity: 1000 }])).toBe(true)
  })

  test('knows a product by its id in lower case', () => {
    const { items } = newOrderSchema.parse({ items: [{ productId: CUP.toUpperCase(), quantity: 1 }] })
    expect(items[0]?.productId).toBe(CUP)
  })

  test('does not name a product twice, however it is written', () => {
    const twice = [CUP, CUP.toUpperCase()].map((productId) => ({ productId, quantity: 1 }))
    expect(accepts(twice)).toBe(false)
  })

  test.each([0, -1, 1001, 1.5, '1', null, 1e300])('does not take the quantity %s', (quantity) => {
    expect(accepts([{ productId: CUP, quantity }])).toBe(false)
  })

  test('has at least one line, at most fifty, and no field of the callers making', () => {
    const lines = Array.from({ length: 51 }, (_, index) => ({
      productId: CUP.replace(/..$/, index.toString(16).padStart(2, '0')),
      quantity: 1,
    }))
    expect(accepts([])).toBe(false)
    expect(accepts(lines.slice(1))).toBe(true)
    expect(accepts(lines)).toBe(false)
    expect(accepts([{ productId: CUP, quantity: 1, price: { amount: 1, currency: 'EUR' } }])).toBe(false)
    expect(accepts([{ productId: CUP, quantity: 1 }], { state: 'paid' })).toBe(false)
    expect(accepts({ 0: { productId: CUP, quantity: 1 } })).toBe(false)
  })
})

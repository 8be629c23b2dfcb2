import { describe, expect, test } from 'vitest'
import { isMixedCurrenciesError } from './mixed-currencies.error.js'
import { pricedLines } from './priced-lines.js'
import { isProductUnavailableError } from './product-unavailable.error.js'

const CUP = { id: '0d3cbd0f-13d6-5d05-a0c5-a3d9e5fd2a51', amount: 1250, currency: 'EUR' }
const POT = { id: '1d3cbd0f-13d6-5d05-a0c5-a3d9e5fd2a51', amount: 4900, currency: 'EUR' }
const LAMP = { id: '2d3cbd0f-13d6-5d05-a0c5-a3d9e5fd2a51', amount: 9900, currency: 'USD' }

describe('the lines of an order', () => {
  test('carry the price of each product, in the order that was asked for', () => {
    const items = [
      { productId: POT.id, quantity: 1 },
      { productId: CUP.id, quantity: 6 },
    ]
    expect(pricedLines(items, [CUP, POT])).toEqual([
      { productId: POT.id, quantity: 1, price: { amount: 4900, currency: 'EUR' } },
      { productId: CUP.id, quantity: 6, price: { amount: 1250, currency: 'EUR' } },
    ])
  })

  test('are refused when a product is not to be had, and the refusal names it', () => {
    const items = [CUP, POT].map(({ id }) => ({ productId: id, quantity: 1 }))
    const refusal = expect.toSatisfy((error) => isProductUnavailableError(error) && error.message.includes(POT.id))
    expect(() => pricedLines(items, [CUP])).toThrow(refusal)
  })

  test('are refused when their products are priced in two currencies', () => {
    const items = [CUP, LAMP].map(({ id }) => ({ productId: id, quantity: 1 }))
    expect(() => pricedLines(items, [CUP, LAMP])).toThrow(expect.toSatisfy(isMixedCurrenciesError))
  })
})

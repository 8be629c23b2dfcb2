import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newProductSchema } from '../products/product.schema.js'
import { LARGEST_STOCK, restockSchema } from './stock.schema.js'

const CUP = { name: 'Cup', description: '', price: { amount: 1250, currency: 'EUR' } }

describe('a quantity of stock', () => {
  test('is a whole number within its limits, and nothing else', () => {
    const property = fc.property(fc.oneof(fc.double(), fc.integer(), fc.bigInt(), fc.anything()), (quantity) => {
      const isWhole = typeof quantity === 'number' && Number.isInteger(quantity)
      expect(restockSchema.safeParse({ add: quantity }).success).toBe(
        isWhole && quantity >= 1 && quantity <= LARGEST_STOCK,
      )
      expect(newProductSchema.safeParse({ ...CUP, stock: quantity }).success).toBe(
        quantity === undefined || (isWhole && quantity >= 0 && quantity <= LARGEST_STOCK),
      )
    })
    fc.assert(property, { numRuns: 5000 })
  })

  test('stays an exact number after a million additions', () => {
    expect(Number.isSafeInteger(LARGEST_STOCK * 1_000_000)).toBe(true)
  })
})

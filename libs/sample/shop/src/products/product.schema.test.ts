import { describe, expect, test } from 'vitest'
import { newProductSchema, productChangesSchema, productPageSchema } from './product.schema.js'

const CUP = { name: 'Cup', description: 'Holds 0.2 l.', price: { amount: 1250, currency: 'EUR' } }

describe('a new product', () => {
  test('has a name, a description and a price', () => {
    expect(newProductSchema.parse(CUP)).toEqual(CUP)
    expect(newProductSchema.safeParse({ ...CUP, description: '' }).success).toBe(true)
  })

  test.each([
    { name: '' },
    { name: 'n'.repeat(201) },
    { name: 'a\u0000b' },
    { name: '\ud800' },
    { name: ['Cup'] },
    { name: undefined },
    { description: 'd'.repeat(10_001) },
    { description: null },
    { price: 1250 },
    { price: { amount: 1250 } },
    { likes: 1_000_000 },
    { id: '0d3cbd0f-13d6-5d05-a0c5-a3d9e5fd2a51' },
    { deletedAt: null },
  ])('is refused with %j', (fault) => {
    expect(newProductSchema.safeParse({ ...CUP, ...fault }).success).toBe(false)
  })

  test('reads the same whatever the order of its fields, so that a repeated request is recognised', () => {
    const reversed = { price: { currency: 'EUR', amount: 1250 }, description: CUP.description, name: CUP.name }
    expect(JSON.stringify(newProductSchema.parse(reversed))).toBe(JSON.stringify(newProductSchema.parse(CUP)))
  })
})

describe('changes of a product', () => {
  test.each([{ name: 'Mug' }, { description: '' }, { price: CUP.price }, { name: 'Mug', price: CUP.price }])(
    'may be %j',
    (changes) => {
      expect(productChangesSchema.parse(changes)).toEqual(changes)
    },
  )

  test.each([{}, { price: { amount: 1 } }, { price: { currency: 'EUR' } }, { name: null }, { likes: 0 }])(
    'may not be %j',
    (changes) => {
      expect(productChangesSchema.safeParse(changes).success).toBe(false)
    },
  )
})

describe('the query for a page', () => {
  test('asks for 20 products unless it says otherwise', () => {
    expect(productPageSchema.parse({})).toEqual({ limit: 20 })
    expect(productPageSchema.parse({ limit: '5' })).toEqual({ limit: 5 })
  })

  test.each(['0', '101', '-1', '1.5', 'ten', '', '1e9', ['1', '2']])('does not take the limit %j', (limit) => {
    expect(productPageSchema.safeParse({ limit }).success).toBe(false)
  })
})

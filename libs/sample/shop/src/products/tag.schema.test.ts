import { describe, expect, test } from 'vitest'
import { newProductSchema } from './product.schema.js'
import { tagSchema } from './tag.schema.js'

const accepts = (tag: unknown) => tagSchema.safeParse(tag).success
const CUP = { name: 'Cup', description: '', price: { amount: 1250, currency: 'EUR' } }

describe('a tag', () => {
  test.each(['a', 'kitchen', 'Große Küche', '18-25', 'v1.2', '厨房', 'snake_case', 'a'.repeat(50)])(
    'may be %j',
    (tag) => {
      expect(accepts(tag)).toBe(true)
    },
  )

  test.each([
    '',
    ' ',
    ' a',
    'a ',
    '-a',
    'a-',
    'a/b',
    'a,b',
    'a\n',
    'a\u0000',
    '\ud800',
    '<b>',
    'a'.repeat(51),
    7,
    null,
  ])('may not be %j', (tag) => {
    expect(accepts(tag)).toBe(false)
  })
})

const tags = (count: number) => Array.from({ length: count }, (_, index) => `t${index}`)

test('a product is created with fifty tags at most', () => {
  expect(newProductSchema.safeParse({ ...CUP, tags: tags(50) }).success).toBe(true)
  expect(newProductSchema.safeParse({ ...CUP, tags: tags(51) }).success).toBe(false)
  expect(newProductSchema.safeParse({ ...CUP, tags: 'red' }).success).toBe(false)
})

import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { requireStrict } from './require-strict.js'
import { text, uuid } from './text.js'

describe('a schema that lets unknown fields pass is refused when the route is declared', () => {
  test.each([
    ['at the top', z.object({ name: z.string() }), '/'],
    ['in a field', z.strictObject({ price: z.object({ amount: z.int() }) }), '/properties/price'],
    ['in a list', z.strictObject({ items: z.array(z.object({ id: z.string() })) }), '/properties/items/items'],
    ['in an alternative', z.union([z.strictObject({ a: z.int() }), z.object({ b: z.int() })]), '/anyOf/1'],
    ['by intent', z.looseObject({ a: z.int() }), '/'],
  ])('%s', (_where, schema, place) => {
    expect(() => requireStrict(schema, 'body')).toThrow(`accepts unknown fields at "${place}"`)
  })

  test('and one that does not is accepted', () => {
    const schema = z.strictObject({ id: uuid(), name: text(1, 5), tags: z.array(z.string()), at: z.coerce.date() })
    expect(() => requireStrict(schema, 'body')).not.toThrow()
  })
})

describe('text', () => {
  test.each(['', 'sixsix', 'a\0b', '\ud800', 'x\udc00'])('refuses %j', (value) => {
    expect(text(1, 5).safeParse(value).success).toBe(false)
  })

  test.each(['a', 'fives', '😀', 'é\n'])('accepts %j', (value) => {
    expect(text(1, 5).parse(value)).toBe(value)
  })
})

describe('uuid', () => {
  test.each(['', '42', '9f2c8d0e-6b1a-4c3d-8e5f-0a1b2c3d4e5', '{9f2c8d0e-6b1a-4c3d-8e5f-0a1b2c3d4e5f}'])(
    'refuses %j',
    (value) => expect(uuid().safeParse(value).success).toBe(false),
  )

  test('accepts any version, in lower case', () => {
    expect(uuid().parse('9F2C8D0E-6B1A-7C3D-8E5F-0A1B2C3D4E5F')).toBe('9f2c8d0e-6b1a-7c3d-8e5f-0a1b2c3d4e5f')
  })
})

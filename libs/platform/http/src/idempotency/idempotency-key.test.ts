import { expect, test } from 'vitest'
import { isIdempotencyKeyInvalidError } from './idempotency-key-invalid.error.js'
import { readIdempotencyKey } from './idempotency-key.js'

test.each(['a', '!', '~', 'x'.repeat(255), '550e8400-e29b-41d4-a716-446655440000'])('%j is a key', (key) => {
  expect(readIdempotencyKey(key, 'required')).toBe(key)
})

test.each(['', ' ', 'a b', 'tab\t', 'naïve', '\x7f', 'x'.repeat(256)])(
  '%j is none, also where it is optional',
  (key) => {
    expect(() => readIdempotencyKey(key, 'optional')).toThrow(expect.toSatisfy(isIdempotencyKeyInvalidError))
  },
)

test('two keys are none', () => {
  expect(() => readIdempotencyKey(['a', 'b'], 'required')).toThrow(expect.toSatisfy(isIdempotencyKeyInvalidError))
})

test('no key is fine only where it is optional', () => {
  expect(readIdempotencyKey(undefined, 'optional')).toBeUndefined()
  expect(() => readIdempotencyKey(undefined, 'required')).toThrow(expect.toSatisfy(isIdempotencyKeyInvalidError))
})

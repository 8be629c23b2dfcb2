import { describe, expect, test } from 'vitest'
import { probeKeySchema } from './probe-key.js'

const accepts = (key: unknown) => probeKeySchema.safeParse(key).success

describe('the key of a probe row', () => {
  test.each(['a', 'drill-7:register-3', 'A.b_C', 'k'.repeat(200)])('may be %s', (key) => {
    expect(accepts(key)).toBe(true)
  })

  test.each(['', 'k'.repeat(201), 'a b', 'a/b', '../x', 'ä', 'a\u0000', 'a\n', '%41', 7, null])(
    'may not be %j',
    (key) => {
      expect(accepts(key)).toBe(false)
    },
  )
})

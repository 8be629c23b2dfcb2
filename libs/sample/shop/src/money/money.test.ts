import { describe, expect, test } from 'vitest'
import { LARGEST_AMOUNT, moneySchema } from './money.js'

const accepts = (value: unknown) => moneySchema.safeParse(value).success

describe('money', () => {
  test('is an integer of minor units and a currency in use', () => {
    expect(accepts({ amount: 1250, currency: 'EUR' })).toBe(true)
    expect(accepts({ amount: 0, currency: 'JPY' })).toBe(true)
    expect(accepts({ amount: LARGEST_AMOUNT, currency: 'USD' })).toBe(true)
  })

  test.each([-1, 0.5, LARGEST_AMOUNT + 1, Number.NaN, Number.POSITIVE_INFINITY, 1e300, '100', null])(
    'refuses the amount %s',
    (amount) => {
      expect(accepts({ amount, currency: 'EUR' })).toBe(false)
    },
  )

  test.each(['eur', 'EURO', 'ZZZ', 'DEM', '', 'EU\u0000', 978])('refuses the currency %j', (currency) => {
    expect(accepts({ amount: 1, currency })).toBe(false)
  })

  test('refuses fields it does not know', () => {
    expect(accepts({ amount: 1, currency: 'EUR', decimals: 2 })).toBe(false)
  })
})

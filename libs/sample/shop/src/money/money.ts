import { z } from 'zod'

/** The largest price of one unit, in minor units: with the limits of an order, its total stays an exact number. */
export const LARGEST_AMOUNT = 100_000_000_000

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))

/** An amount of money: an integer of the currency's minor unit (cents), and the ISO 4217 code of a currency in use. */
export const moneySchema = z.strictObject({
  amount: z.int().min(0).max(LARGEST_AMOUNT).describe('In minor units of the currency: 1250 is 12.50 EUR.'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .refine((code) => CURRENCIES.has(code), { error: 'not an ISO 4217 currency in use' })
    .meta({ description: 'ISO 4217 code.', example: 'EUR' }),
})

/** An amount of money in minor units of one currency. */
export type Money = z.infer<typeof moneySchema>

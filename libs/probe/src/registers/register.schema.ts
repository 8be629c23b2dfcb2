import { text } from '@bicoastal/http'
import { z } from 'zod'
import { probeKeySchema } from '../probe-key.js'

const value = text(0, 10_000)

/** The path of one register. */
export const registerPathSchema = z.strictObject({ key: probeKeySchema })

/** The body of `PUT /probe/registers/:key`. */
export const registerWriteSchema = z.strictObject({ value })

/** A register as callers see it. */
export const registerSchema = z.strictObject({
  key: probeKeySchema,
  value,
  version: z
    .string()
    .describe('Decimal. Grows with every change of the value, in the one order that both regions agree on.'),
})

/** Which register is meant. */
export type RegisterPath = z.infer<typeof registerPathSchema>

/** What a caller writes. */
export type RegisterWrite = z.infer<typeof registerWriteSchema>

/** A register as callers see it. */
export type RegisterDocument = z.infer<typeof registerSchema>

import { z } from 'zod'
import { probeKeySchema } from '../probe-key.js'

/** The path of one escrow. */
export const escrowPathSchema = z.strictObject({ key: probeKeySchema })

/** The body of `POST /probe/escrows/:key/grant` and `/spend`. */
export const escrowAmountSchema = z.strictObject({ by: z.int().min(1).max(1_000_000) })

/** An escrow as callers see it. */
export const escrowSchema = z.strictObject({
  key: probeKeySchema,
  available: z.int().min(0).describe('In both regions together, as far as is known here.'),
  here: z.int().min(0).describe('What this region may spend without asking.'),
  peer: z.int().describe('What the other region may spend, as far as is known here.'),
})

/** Which escrow is meant. */
export type EscrowPath = z.infer<typeof escrowPathSchema>

/** How much is granted or spent. */
export type EscrowAmount = z.infer<typeof escrowAmountSchema>

/** An escrow as callers see it. */
export type EscrowDocument = z.infer<typeof escrowSchema>

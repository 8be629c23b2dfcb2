import { z } from 'zod'

/** One escrow: a column that merges as `escrow()`, in one row. */
export const escrowReferenceSchema = z.object({
  table: z.string(),
  column: z.string(),
  /** The primary key as text, column by column. */
  key: z.array(z.string()).min(1),
})

/** One escrow: a column that merges as `escrow()`, in one row, by its primary key as text. */
export type EscrowReference = z.infer<typeof escrowReferenceSchema>

/** A quantity of rights; the limits on what callers may write keep sums exact. */
export const quantitySchema = z.int().min(0)

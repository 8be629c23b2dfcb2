import { z } from 'zod'

/** A row of a replicated table. */
export const rowReferenceSchema = z.object({
  table: z.string(),
  /** The primary key as text, column by column. */
  key: z.array(z.string()).min(1),
})

/** A version as it travels: decimal text, because JSON's numbers lose digits. */
export const versionSchema = z.string().regex(/^\d{1,19}$/)

/** A row of a replicated table, by its primary key as text, column by column. */
export type RowReference = z.infer<typeof rowReferenceSchema>

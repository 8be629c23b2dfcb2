import { uuid } from '@bicoastal/http'
import { z } from 'zod'

/** The most tags that a product is given in one region. */
export const MOST_TAGS = 50

/** A word that products are found by: letters and digits of any script, and what joins them. */
export const tagSchema = z
  .string()
  .regex(/^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]{0,48}[\p{L}\p{N}])?$/u, {
    error: 'must be 1 to 50 letters, digits, spaces . _ -',
  })
  .meta({ example: 'kitchen' })

/** The path of one tag of a product. */
export const tagPathSchema = z.strictObject({ id: uuid(), tag: tagSchema })

/** Which tag of which product is meant. */
export type TagPath = z.infer<typeof tagPathSchema>

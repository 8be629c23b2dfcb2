import { z } from 'zod'
import { probeKeySchema } from '../probe-key.js'

/** The path of one set. */
export const setPathSchema = z.strictObject({ key: probeKeySchema })

/** The path of one element of a set. */
export const elementPathSchema = z.strictObject({ key: probeKeySchema, element: probeKeySchema })

/** A set as callers see it. */
export const setSchema = z.strictObject({
  key: probeKeySchema,
  elements: z.array(probeKeySchema).describe('Sorted, each once.'),
})

/** Which set is meant. */
export type SetPath = z.infer<typeof setPathSchema>

/** Which element of which set is meant. */
export type ElementPath = z.infer<typeof elementPathSchema>

/** A set as callers see it. */
export type SetDocument = z.infer<typeof setSchema>

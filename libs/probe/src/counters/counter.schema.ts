import { z } from 'zod'
import { probeKeySchema } from '../probe-key.js'

/** The path of one counter. */
export const counterPathSchema = z.strictObject({ key: probeKeySchema })

/** The body of `POST /probe/counters/:key`. The limit keeps sums exact in JSON for nine thousand million additions. */
export const counterAdditionSchema = z.strictObject({ by: z.int().min(-1_000_000).max(1_000_000) })

/** A counter as callers see it. */
export const counterSchema = z.strictObject({ key: probeKeySchema, value: z.int() })

/** Which counter is meant. */
export type CounterPath = z.infer<typeof counterPathSchema>

/** What a caller adds; negative to take away. */
export type CounterAddition = z.infer<typeof counterAdditionSchema>

/** A counter as callers see it. */
export type CounterDocument = z.infer<typeof counterSchema>

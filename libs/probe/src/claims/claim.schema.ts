import { CLAIM_STATES } from '@bicoastal/claims'
import { z } from 'zod'
import { probeKeySchema } from '../probe-key.js'

/** The path of one claim. */
export const claimPathSchema = z.strictObject({ key: probeKeySchema })

/** The body of `POST /probe/claims/:key`. */
export const claimBodySchema = z.strictObject({ holder: probeKeySchema })

/** A claim as callers see it. */
export const claimSchema = z.strictObject({
  key: probeKeySchema,
  holder: probeKeySchema,
  state: z
    .enum(CLAIM_STATES)
    .describe('`confirmed` is final; `pending` settles by itself when the other region can be asked.'),
})

/** Which claim is meant. */
export type ClaimPath = z.infer<typeof claimPathSchema>

/** Who claims. */
export type ClaimBody = z.infer<typeof claimBodySchema>

/** A claim as callers see it. */
export type ClaimDocument = z.infer<typeof claimSchema>

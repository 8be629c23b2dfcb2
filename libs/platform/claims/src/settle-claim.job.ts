import { type PayloadOf, defineJob } from '@bicoastal/jobs'
import { z } from 'zod'

/** Finds out whose a claimed value is; promised in the transaction that claims it. */
export const settleClaim = defineJob(
  'settle-claim',
  z.strictObject({ namespace: z.string(), value: z.string(), holder: z.string() }),
)

/** Who claimed what. */
export type ClaimRequest = PayloadOf<typeof settleClaim>

import type { VerificationRecord } from '@bicoastal/convergence'
import { z } from 'zod'

/** A comparison of the regions as operators see it. */
export const verificationDocument = z.strictObject({
  id: z.uuid(),
  reason: z.string(),
  repairs: z.boolean(),
  state: z.enum(['requested', 'running', 'finished', 'failed']),
  requestedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  equal: z.boolean().nullable().meta({ description: 'Null until it is finished.' }),
  report: z
    .looseObject({})
    .nullable()
    .meta({ description: 'Rows compared and differing per table; the first that differ.' }),
  failure: z.string().nullable(),
})
export type VerificationDocument = z.output<typeof verificationDocument>

/** The latest comparisons, the latest first. */
export const verificationList = z.strictObject({ verifications: z.array(verificationDocument) })

/** `record` as it is sent. */
export function showVerification(record: VerificationRecord): VerificationDocument {
  const { id, reason, repairs, requestedAt, finishedAt, report, failure } = record
  return {
    id,
    reason,
    repairs,
    state: stateOf(record),
    requestedAt: requestedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    equal: report?.equal ?? null,
    report: report === null ? null : { ...report },
    failure,
  }
}

function stateOf({ startedAt, finishedAt, failure }: VerificationRecord): VerificationDocument['state'] {
  if (finishedAt !== null) return failure === null ? 'finished' : 'failed'
  return startedAt === null ? 'requested' : 'running'
}

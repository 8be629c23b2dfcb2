import { BicoastalError } from '@bicoastal/kernel'
import type { z } from 'zod'

/** The payload of a job is not what its definition says. Shows where, never the values: they may be personal. */
export class InvalidJobPayloadError extends BicoastalError {
  readonly code = 'invalid_job_payload'
  readonly advice = 'Correct the code that promises this job, or the definition when it no longer fits older rows.'

  constructor(name: string, cause: z.ZodError) {
    const faults = cause.issues.map((issue) => `${issue.path.join('.') || 'payload'}: ${issue.message}`)
    super(`The payload of a job "${name}" does not fit its definition, so it cannot be run: ${faults.join('; ')}.`)
  }
}

/** True when `error` says that the payload of a job is wrong. */
export function isInvalidJobPayloadError(error: unknown): error is InvalidJobPayloadError {
  return error instanceof InvalidJobPayloadError
}

import type { z } from 'zod'

/** A kind of work: its name, stable for ever because rows carry it, and what its payload must be. */
export interface JobDefinition<Payload = unknown> {
  readonly name: string
  readonly payload: z.ZodType<Payload>
}

/** The payload of the jobs that `Definition` declares. */
export type PayloadOf<Definition extends JobDefinition> = z.infer<Definition['payload']>

/** Declares a kind of work once, for those who promise it and for the handler that does it. */
export function defineJob<Payload>(name: string, payload: z.ZodType<Payload>): JobDefinition<Payload> {
  return { name, payload }
}

import { SetMetadata } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { JobDefinition } from '../outbox/job-definition.js'

/** Where the definition of a handler class is kept. */
export const JOB_DEFINITION = Symbol('bicoastal:job-definition')

/** What a handler is given besides the payload. */
export interface JobContext {
  /** The transaction in which the job becomes `done`. What is written through it happens once. */
  readonly manager: EntityManager
  readonly jobId: string
  /** 1 for the first attempt. */
  readonly attempt: number
  /** The same in every attempt and in both regions: give it to outside systems, for which a job may run more than once. */
  readonly idempotencyKey: string
}

/** A class that does one kind of work. */
export interface Handler<Payload> {
  /**
   * Does the work. Throwing rolls everything back and tries again later, until the attempts are used up.
   */
  run(payload: Payload, context: JobContext): Promise<void>
}

/** Marks a Nest provider as the handler of the jobs that `definition` declares. */
export function JobHandler<Payload>(definition: JobDefinition<Payload>) {
  return <Class extends new (...parameters: never[]) => Handler<Payload>>(target: Class): void => {
    SetMetadata(JOB_DEFINITION, definition)(target)
  }
}

import { randomUUID } from 'node:crypto'
import { RegionConfig } from '@bicoastal/config'
import { Statements } from '@bicoastal/database'
import { REGION_NUMBERS, type RegionId } from '@bicoastal/kernel'
import { activeTraceparent } from '@bicoastal/telemetry'
import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { InvalidJobPayloadError } from './invalid-job-payload.error.js'
import type { JobDefinition } from './job-definition.js'

/** How a job is promised. */
export interface AddOptions {
  /** Derive it from the request to make the promise idempotent: a second job with the same id is not added. */
  readonly id?: string
  /** The region that runs it; default this one. The job reaches another region by replication. */
  readonly home?: RegionId
}

const INSERT = `
  INSERT INTO public.jobs (id, name, payload, home, trace_parent) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (id) DO NOTHING`

/** Promises work: the transactional outbox. */
@Injectable()
export class Jobs {
  constructor(
    private readonly statements: Statements,
    private readonly region: RegionConfig,
  ) {}

  /**
   * Promises a job in the caller's transaction: it will run once that commits, also when this process, Redis or the
   * region's primary dies right after, and never when the transaction rolls back.
   *
   * @returns the id of the job.
   * @throws InvalidJobPayloadError when the payload does not fit the definition.
   */
  async add<Payload>(
    manager: EntityManager,
    definition: JobDefinition<Payload>,
    payload: Payload,
    options: AddOptions = {},
  ): Promise<string> {
    const parsed = definition.payload.safeParse(payload)
    if (!parsed.success) throw new InvalidJobPayloadError(definition.name, parsed.error)
    const id = options.id ?? randomUUID()
    await this.statements.within(manager, {
      name: 'jobs-add',
      text: INSERT,
      values: [
        id,
        definition.name,
        JSON.stringify(parsed.data),
        REGION_NUMBERS[options.home ?? this.region.region],
        activeTraceparent(),
      ],
    })
    return id
  }
}

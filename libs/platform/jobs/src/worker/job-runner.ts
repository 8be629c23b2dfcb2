import { RegionConfig } from '@bicoastal/config'
import { Statements, Transactions } from '@bicoastal/database'
import { REGION_NUMBERS } from '@bicoastal/kernel'
import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { InvalidJobPayloadError } from '../outbox/invalid-job-payload.error.js'
import type { JobState } from '../outbox/job.entity.js'
import { Handlers } from './handlers.js'

/**
 * What became of a delivery:
 * - `done`: the handler ran, and its effects and the job's new state are committed.
 * - `settled`: there was nothing to do; the job was finished before, or another region has the right to run it.
 * - `not-visible`: the row is not there yet, or somebody else holds it at this moment.
 * - `unknown`: this process has no handler for it; a newer one may.
 */
export type DeliveryOutcome = 'done' | 'settled' | 'not-visible' | 'unknown'

interface JobRow {
  readonly name: string
  readonly payload: unknown
  readonly home: number
  readonly state: JobState
}

/** SKIP LOCKED: a second delivery must not wait for the first with a connection in its hands. */
const LOCK = 'SELECT name, payload, home, state FROM public.jobs WHERE id = $1 FOR UPDATE SKIP LOCKED'
const FINISH = `UPDATE public.jobs SET state = 'done' WHERE id = $1`
const GIVE_UP = `
  UPDATE public.jobs SET state = 'failed', last_error = $2 WHERE id = $1 AND home = $3 AND state = 'queued'`

/** A stack trace is for the log; the row is replicated and kept for good. */
const LONGEST_REASON = 1000

/** Runs one delivery of a job in one transaction: lock and check the row, the handler's effects, `done`. */
@Injectable()
export class JobRunner {
  readonly #here: number

  constructor(
    private readonly transactions: Transactions,
    private readonly statements: Statements,
    private readonly handlers: Handlers,
    config: RegionConfig,
  ) {
    this.#here = REGION_NUMBERS[config.region]
  }

  /**
   * Runs the job if it is still to be done. Nothing of an attempt that throws remains.
   *
   * @param attempt 1 for the first.
   * @throws InvalidJobPayloadError, whatever the handler throws, and what `Transactions.run` throws.
   */
  run(jobId: string, attempt: number): Promise<DeliveryOutcome> {
    // Idempotent: where the commit of an earlier try did take effect, the row says so.
    return this.transactions.run((manager) => this.#deliver(manager, jobId, attempt), { idempotent: true })
  }

  /** Notes that the job will not be tried again, unless it was finished or handed to another region meanwhile. */
  async giveUp(jobId: string, reason: Error): Promise<void> {
    const values = [jobId, `${reason.name}: ${reason.message}`.slice(0, LONGEST_REASON), this.#here]
    await this.statements.write({ name: 'jobs-give-up', text: GIVE_UP, values }, { idempotent: true })
  }

  async #deliver(manager: EntityManager, jobId: string, attempt: number): Promise<DeliveryOutcome> {
    const values = [jobId]
    const [row] = await this.statements.within<JobRow>(manager, { name: 'jobs-lock', text: LOCK, values })
    if (!row) return 'not-visible'
    if (row.state !== 'queued' || row.home !== this.#here) return 'settled'
    const registered = this.handlers.find(row.name)
    if (!registered) return 'unknown'
    const payload = registered.definition.payload.safeParse(row.payload)
    if (!payload.success) throw new InvalidJobPayloadError(row.name, payload.error)
    await registered.handler.run(payload.data, { manager, jobId, attempt, idempotencyKey: jobId })
    await this.statements.within(manager, { name: 'jobs-finish', text: FINISH, values })
    return 'done'
  }
}

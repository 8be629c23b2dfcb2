import { isDatabaseUnavailableError } from '@bicoastal/database'
import { type Milliseconds, minutes, seconds } from '@bicoastal/kernel'
import { Inject, Injectable, Logger } from '@nestjs/common'
import { isJobPutOffError } from './job-put-off.error.js'
import { type DeliveryOutcome, JobRunner } from './job-runner.js'
import { RETRY_POLICY, type RetryPolicy } from './retry-policy.js'
import { WorkerMetrics } from './worker-metrics.js'

/** One delivery of a job, as the queue tells of it. */
export interface Delivery {
  readonly jobId: string
  readonly name: string
  /** Attempts that failed before. */
  readonly failures: number
  /** Deliveries so far, this one included; more than attempts when some were put off. */
  readonly starts: number
  /** When the job was queued, milliseconds since 1970. */
  readonly queuedAt: number
}

/** What the queue should do with the job: forget it, or bring it again after a pause, which costs no attempt. */
export type Disposition = 'finished' | { readonly again: Milliseconds }

/** The write-ahead log tells of a commit before other sessions see it; a row that is not there by then never will be. */
const LONGEST_INVISIBILITY: Milliseconds = minutes(10)
const OUTAGE_PAUSE: Milliseconds = seconds(1)
const UNKNOWN_PAUSE: Milliseconds = seconds(5)

/** Decides what follows from the outcome of a delivery. */
@Injectable()
export class Deliveries {
  readonly #logger = new Logger('jobs')

  constructor(
    private readonly runner: JobRunner,
    private readonly metrics: WorkerMetrics,
    @Inject(RETRY_POLICY) private readonly policy: RetryPolicy,
  ) {}

  /**
   * Handles one delivery.
   *
   * @throws whatever failed, when that was an attempt; after the last one the job is `failed` before this throws.
   */
  async handle(delivery: Delivery): Promise<Disposition> {
    const startedAt = performance.now()
    const report = (outcome: string) => this.metrics.delivered(delivery.name, outcome, performance.now() - startedAt)
    try {
      const outcome = await this.runner.run(delivery.jobId, delivery.failures + 1)
      report(outcome)
      return this.#after(outcome, delivery)
    } catch (error) {
      // An outage is not the job's fault: it would use up all attempts of all jobs.
      if (isDatabaseUnavailableError(error)) {
        report('put-off')
        return { again: pause(OUTAGE_PAUSE) }
      }
      if (isJobPutOffError(error)) {
        report('put-off')
        return { again: pause(error.pause) }
      }
      return await this.#failed(delivery, error, report)
    }
  }

  #after(outcome: DeliveryOutcome, { jobId, name, starts, queuedAt }: Delivery): Disposition {
    if (outcome === 'unknown') {
      this.#logger.warn(`No handler for jobs "${name}" here; job ${jobId} waits for a worker that has one.`)
      return { again: pause(UNKNOWN_PAUSE) }
    }
    if (outcome !== 'not-visible') return 'finished'
    if (Date.now() - queuedAt < LONGEST_INVISIBILITY) return { again: pause(Math.min(seconds(5), 10 * 2 ** starts)) }
    // Postgres is the truth. Should the row come yet, from the peer, the relay will find it in the log.
    this.#logger.warn(`Job ${jobId} ("${name}") is queued but has no row; its promise was lost with a failed primary.`)
    return 'finished'
  }

  async #failed(delivery: Delivery, thrown: unknown, report: (outcome: string) => void): Promise<Disposition> {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    const attempt = delivery.failures + 1
    const last = attempt >= this.policy.attempts
    report(last ? 'failed' : 'retried')
    this.#logger[last ? 'error' : 'warn'](
      { jobId: delivery.jobId, job: delivery.name, attempt, attempts: this.policy.attempts, err: error },
      last ? 'A job failed for good.' : 'A job failed and will be tried again.',
    )
    if (last) {
      try {
        await this.runner.giveUp(delivery.jobId, error)
      } catch (unwritten) {
        if (!isDatabaseUnavailableError(unwritten)) throw unwritten
        return { again: pause(OUTAGE_PAUSE) }
      }
    }
    throw error
  }
}

/** Between half and the whole of `longest`: jobs that were put off together must not come back together. */
function pause(longest: Milliseconds): Milliseconds {
  return longest / 2 + (Math.random() * longest) / 2
}

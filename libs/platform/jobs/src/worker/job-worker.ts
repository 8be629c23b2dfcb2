import { setTimeout as delay } from 'node:timers/promises'
import { DatabaseConfig, QueueConfig } from '@bicoastal/config'
import { seconds } from '@bicoastal/kernel'
import { withTraceparent } from '@bicoastal/telemetry'
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common'
import { DelayedError, type Job, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { QUEUE, QUEUE_PREFIX, type QueuedJob } from '../queue/queue.js'
import { connectForWorking } from '../queue/queue-connection.js'
import { Deliveries, type Disposition } from './delivery.js'
import { RETRY_POLICY, type RetryPolicy, restAfter } from './retry-policy.js'
import { WorkerMetrics } from './worker-metrics.js'

/** A job whose worker was killed is somebody else's after this. */
const LOCK_LIFETIME = seconds(10)
const PARTING_TIMEOUT = seconds(3)

/** Takes jobs from the queue and sees to them, as many at once as there are database connections. */
@Injectable()
export class JobWorker implements OnApplicationBootstrap {
  readonly #redis: Redis
  readonly #worker: Worker<QueuedJob>
  readonly #underWay = new Set<Promise<Disposition>>()
  readonly #logger = new Logger('jobs')

  constructor(
    queue: QueueConfig,
    database: DatabaseConfig,
    private readonly deliveries: Deliveries,
    private readonly metrics: WorkerMetrics,
    @Inject(RETRY_POLICY) policy: RetryPolicy,
  ) {
    this.#redis = connectForWorking(queue)
    this.#worker = new Worker<QueuedJob>(QUEUE, (job, token) => this.#process(job, token), {
      connection: this.#redis,
      prefix: QUEUE_PREFIX,
      autorun: false,
      concurrency: database.poolSize,
      lockDuration: LOCK_LIFETIME,
      stalledInterval: LOCK_LIFETIME / 2,
      // A worker that is killed is not a fault of its jobs.
      maxStalledCount: Number.MAX_SAFE_INTEGER,
      // Default 15 s: how long a worker sleeps after a failure of Redis.
      runRetryDelay: seconds(1),
      // What is finished is known to Postgres. Left here, its id would also swallow a promise that comes back.
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
      settings: {
        backoffStrategy: (failures = 1) => (failures >= policy.attempts ? -1 : restAfter(policy, failures)),
      },
    })
    this.#redis.on('error', (error) => this.#report(error))
    this.#worker.on('error', (error) => this.#report(error))
  }

  /** Handlers are known by now. */
  onApplicationBootstrap(): void {
    void this.#worker.run().catch((error: unknown) => this.#report(error))
  }

  /** Takes no more jobs, finishes those that run, and leaves the queue. */
  async close(): Promise<void> {
    const parted = this.#worker.close()
    await Promise.allSettled(this.#underWay)
    // BullMQ waits for a Redis that is away, however long; whatever it does not hear now, Postgres knows.
    await Promise.race([parted, delay(PARTING_TIMEOUT, undefined, { ref: false })])
    this.#redis.disconnect()
  }

  async #process(job: Job<QueuedJob>, token: string | undefined): Promise<void> {
    const disposition = await this.#handle(job)
    if (disposition === 'finished') return
    await job.moveToDelayed(Date.now() + disposition.again, token)
    throw new DelayedError()
  }

  async #handle(job: Job<QueuedJob>): Promise<Disposition> {
    const delivery = {
      jobId: String(job.id),
      name: job.name,
      failures: job.attemptsMade,
      starts: job.attemptsStarted,
      queuedAt: job.timestamp,
    }
    const traceparent = job.data.traceparent ?? null
    const handling = withTraceparent(traceparent, `job ${job.name}`, () => this.deliveries.handle(delivery))
    this.#underWay.add(handling)
    try {
      return await handling
    } finally {
      this.#underWay.delete(handling)
    }
  }

  #report(error: unknown): void {
    this.metrics.queueFailed()
    this.#logger.warn(
      `The queue does not answer as it should: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

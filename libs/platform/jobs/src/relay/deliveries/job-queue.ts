import { QueueConfig } from '@bicoastal/config'
import { beginHandover } from '@bicoastal/telemetry'
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common'
import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { QUEUE, QUEUE_PREFIX, type QueuedJob } from '../../queue/queue.js'
import { connectForAdding } from '../../queue/queue-connection.js'
import type { PromisedJob } from '../change-router.js'
import { QueueUnavailableError } from './queue-unavailable.error.js'

/** Puts jobs into BullMQ. */
@Injectable()
export class JobQueue implements OnApplicationShutdown {
  readonly #redis: Redis
  readonly #queue: Queue<QueuedJob>
  readonly #logger = new Logger('relay')

  constructor(config: QueueConfig) {
    this.#redis = connectForAdding(config)
    // Whoever adds notices by itself; without a listener the error would end the process.
    this.#redis.on('error', () => undefined)
    // It must not wait for Redis here: it would wait for ever, and adding has a way of its own to fail.
    const connection = { connection: this.#redis, skipVersionCheck: true, skipWaitingForReady: true }
    this.#queue = new Queue<QueuedJob>(QUEUE, { ...connection, prefix: QUEUE_PREFIX })
    this.#queue.on('error', (error) => this.#logger.debug(`The queue reports: ${error.message}`))
  }

  /**
   * Adds all of them. When this resolves, Redis has acknowledged every one; one that it has already is not added twice.
   *
   * @throws QueueUnavailableError when Redis is not connected, and what ioredis throws. Some may have been added then.
   */
  async add(jobs: readonly PromisedJob[]): Promise<void> {
    if (this.#redis.status !== 'ready') throw new QueueUnavailableError(this.#redis.status)
    const handovers = jobs.map(({ traceparent, name }) => beginHandover(traceparent, `enqueue ${name}`))
    try {
      await this.#queue.addBulk(jobs.map((job, index) => queued(job, handovers[index]?.traceparent ?? null)))
    } catch (error) {
      for (const handover of handovers) handover.end(error)
      throw error
    }
    for (const handover of handovers) handover.end()
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#queue.close()
    this.#redis.disconnect()
  }
}

function queued({ id, name }: PromisedJob, traceparent: string | null) {
  return {
    name,
    data: traceparent === null ? {} : { traceparent },
    // How often to try, and how long to rest, is for the worker to say.
    opts: { jobId: id, attempts: Number.MAX_SAFE_INTEGER, backoff: { type: 'policy' } },
  }
}

import { CacheStore, LONGEST_LIFETIME } from '@bicoastal/cache'
import { SILENCE_TIMEOUT } from '@bicoastal/database'
import { Acknowledgements, type Span } from './deliveries/acknowledgements.js'
import { Batches } from './deliveries/batches.js'
import { JobQueue } from './deliveries/job-queue.js'
import { PendingInvalidations } from './deliveries/pending-invalidations.js'
import type { ChangeRouter, PromisedJob } from './change-router.js'
import type { LogListener, RowChange } from './log/log-listener.js'
import type { LogPosition } from '@bicoastal/kernel'
import type { RelayMetrics } from './relay-metrics.js'

/** Where the relay delivers to, and whom it tells. */
export interface RelayTargets {
  readonly router: ChangeRouter
  readonly queue: JobQueue
  readonly cache: CacheStore
  readonly metrics: RelayMetrics
  /** Called when the slot is ours. */
  started(): void
}

const JOB_CAPACITY = 2000
const JOB_BATCH = 500
/** About 15 MB. */
const INVALIDATION_CAPACITY = 100_000

/**
 * From getting hold of the log to losing it. Everything that was not delivered by then is forgotten: it was not acknowledged,
 * so it comes again. Job queue and cache are delivered to apart, so that either goes on while the other is away.
 */
export class RelaySession implements LogListener {
  readonly #log = new Acknowledgements()
  readonly #jobs: Batches<PromisedJob>
  readonly #invalidations: PendingInvalidations
  #transaction: Span | undefined

  constructor(private readonly targets: RelayTargets) {
    const { queue, cache, metrics } = targets
    this.#jobs = new Batches<PromisedJob>({
      deliver: async (jobs) => {
        await queue.add(jobs)
        metrics.jobs.inc(jobs.length)
      },
      failed: () => metrics.failed('queue'),
      capacity: JOB_CAPACITY,
      batchSize: JOB_BATCH,
    })
    this.#invalidations = new PendingInvalidations({
      raise: async (key, revision) => {
        await cache.raise(key, revision)
        metrics.invalidations.inc()
      },
      failed: () => metrics.failed('cache'),
      givenUp: (reason) => metrics.invalidationGivenUp(reason),
      // Plus the time that a reader may take to offer what it read before the change.
      lifetime: LONGEST_LIFETIME + SILENCE_TIMEOUT,
      capacity: INVALIDATION_CAPACITY,
    })
  }

  get processed(): LogPosition {
    return this.#log.processed
  }

  started(): void {
    this.targets.started()
  }

  begin(): void {
    this.#transaction = this.#log.begin()
  }

  change(change: RowChange): void {
    const { job, stale } = this.targets.router.consequencesOf(change)
    if (!this.#transaction) throw new TypeError('The log shows a change outside of any transaction.')
    if (job) this.#jobs.push(job, this.#transaction)
    if (stale) this.#invalidations.push(stale.key, stale.revision, this.#transaction)
  }

  commit(end: LogPosition): void {
    this.#log.commit(end)
  }

  reached(position: LogPosition): void {
    this.#log.reach(position)
  }

  room(): Promise<void> | undefined {
    return this.#jobs.room()
  }

  /** Forgets what was not delivered. */
  close(): void {
    this.#jobs.close()
    this.#invalidations.close()
  }
}

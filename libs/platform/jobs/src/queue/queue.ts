import type { QueueOptions } from 'bullmq'

/** The queue in Redis that says which jobs somebody should look at. */
export const QUEUE = 'jobs'
/** Braces keep all keys in one slot, so that the queue also runs on a Redis Cluster. */
export const QUEUE_PREFIX: NonNullable<QueueOptions['prefix']> = '{bull}'

/** What lies in Redis about a job besides its id and name: nothing personal, and nothing that could grow. */
export interface QueuedJob {
  /** W3C `traceparent` of the request that promised it, where that was traced. */
  readonly traceparent?: string
}

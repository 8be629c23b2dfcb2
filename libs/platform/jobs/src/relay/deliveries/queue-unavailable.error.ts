import { BicoastalError } from '@bicoastal/kernel'

/** The queue of the region is not connected. Jobs wait in Postgres meanwhile. */
export class QueueUnavailableError extends BicoastalError {
  readonly code = 'queue_unavailable'
  readonly advice =
    "Look at the queue's Redis of the region; nothing is lost, jobs go on by themselves when it is back."

  constructor(status: string) {
    super(`The queue is not connected (${status}), so jobs wait in the database.`)
  }
}

/** True when `error` says that the queue is not connected. */
export function isQueueUnavailableError(error: unknown): error is QueueUnavailableError {
  return error instanceof QueueUnavailableError
}

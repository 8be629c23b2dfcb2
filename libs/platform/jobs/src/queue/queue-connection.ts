import type { QueueConfig } from '@bicoastal/config'
import { seconds } from '@bicoastal/kernel'
import { Redis } from 'ioredis'

const RECONNECTING = {
  connectTimeout: seconds(2),
  retryStrategy: (times: number) => Math.min(50 * times, 1000),
}

/** A connection for commands that must succeed or fail soon, whoever asks decides what then. */
export function connectForAdding(config: QueueConfig): Redis {
  return new Redis(config.url.reveal(), {
    ...RECONNECTING,
    commandTimeout: seconds(3),
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
  })
}

/** A connection for a BullMQ worker, which waits for Redis as long as it takes. */
export function connectForWorking(config: QueueConfig): Redis {
  return new Redis(config.url.reveal(), {
    ...RECONNECTING,
    maxRetriesPerRequest: null,
    // A frozen server says nothing for ever; the longest that a worker waits for a job is 10 s.
    socketTimeout: seconds(20),
  })
}

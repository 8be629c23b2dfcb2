import { BicoastalError, type Milliseconds } from '@bicoastal/kernel'

/** A node of the cache did not answer in time. Whether it carried the command out is not known. */
export class CacheTimeoutError extends BicoastalError {
  readonly code = 'cache_timeout'
  readonly advice = 'Look at the nodes of the Redis Cluster of the region: is one frozen, swapping or cut off?'

  constructor(limit: Milliseconds) {
    super(`The cache did not answer within ${limit} ms, so it is passed by.`)
  }
}

/** True when `error` says that the cache did not answer in time. */
export function isCacheTimeoutError(error: unknown): error is CacheTimeoutError {
  return error instanceof CacheTimeoutError
}

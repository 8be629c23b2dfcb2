import { BicoastalError } from '@bicoastal/kernel'

/** The cache of the region is not connected. Values are read from the database meanwhile. */
export class CacheUnavailableError extends BicoastalError {
  readonly code = 'cache_unavailable'
  readonly advice = 'Look at the Redis Cluster of the region: are its nodes up, and do they cover all slots?'

  constructor(status: string) {
    super(`The cache is not connected (${status}), so values are read from the database.`)
  }
}

/** True when `error` says that the cache is not connected. */
export function isCacheUnavailableError(error: unknown): error is CacheUnavailableError {
  return error instanceof CacheUnavailableError
}

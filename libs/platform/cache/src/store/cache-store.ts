import { CacheConfig } from '@bicoastal/config'
import { type Milliseconds, minutes } from '@bicoastal/kernel'
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common'
import { Cluster } from 'ioredis'
import { CacheUnavailableError } from './cache-unavailable.error.js'
import { entryOf } from './entry.js'
import { STORE_NEWER } from './store-newer.lua.js'

/** How long a floor lives. A value read before a change must not be offered later than this after it. */
export const FLOOR_LIFETIME: Milliseconds = minutes(1)
/** How long a value may live at most; the least is two thirds of it. Also how stale a value can get when all else fails. */
export const LONGEST_LIFETIME: Milliseconds = minutes(1.5)

/** After this a command counts as failed: a frozen node must cost a reader less than the read from the database. */
const COMMAND_TIMEOUT: Milliseconds = 200

interface StoringCluster extends Cluster {
  storeNewer(key: string, entry: string, lifetime: Milliseconds): Promise<0 | 1>
}

/** The cache's Redis Cluster. Every operation fails fast while the cluster, or the key's node, is away. */
@Injectable()
export class CacheStore implements OnApplicationShutdown {
  readonly #cluster: StoringCluster
  readonly #logger = new Logger(CacheStore.name)

  constructor(config: CacheConfig) {
    this.#cluster = connect(config) as StoringCluster
    this.#cluster.on('ready', () => this.#logger.log('The cache is connected.'))
    // Readers notice by themselves; without a listener the error would end the process.
    this.#cluster.on('error', (error) => this.#logger.warn(`The cache does not answer: ${error.message}`))
  }

  /** The entry under `key`, `null` when there is none. */
  async get(key: string): Promise<string | null> {
    this.#expectReady()
    return this.#cluster.get(key)
  }

  /** Stores a value unless a newer one, or a newer floor, is there. Resolves to whether it was stored. */
  async fill(key: string, revision: string, body: string): Promise<boolean> {
    // Spread, so that what was filled together is not missed together.
    const lifetime = Math.round(LONGEST_LIFETIME * (2 / 3 + Math.random() / 3))
    return (await this.#store(key, entryOf(revision, body), lifetime)) === 1
  }

  /** Forgets every value under `key` that is older than `revision`, also one that a slow reader has yet to offer. */
  async raise(key: string, revision: string): Promise<void> {
    await this.#store(key, entryOf(revision, ''), FLOOR_LIFETIME)
  }

  onApplicationShutdown(): void {
    this.#cluster.disconnect()
  }

  async #store(key: string, entry: string, lifetime: Milliseconds): Promise<0 | 1> {
    this.#expectReady()
    return this.#cluster.storeNewer(key, entry, lifetime)
  }

  /** ioredis would hold the command back until the cluster is there, however long that takes. */
  #expectReady(): void {
    if (this.#cluster.status !== 'ready') throw new CacheUnavailableError(this.#cluster.status)
  }
}

function connect({ nodes }: CacheConfig): Cluster {
  const cluster = new Cluster([...nodes], {
    enableAutoPipelining: true,
    enableOfflineQueue: false,
    slotsRefreshInterval: 5000,
    slotsRefreshTimeout: 1000,
    clusterRetryStrategy: (times) => Math.min(100 * times, 1000),
    // One more try where the owner of the slot changed; a dead owner is not waited for.
    maxRedirections: 2,
    retryDelayOnFailover: 20,
    retryDelayOnClusterDown: 20,
    redisOptions: { commandTimeout: COMMAND_TIMEOUT, connectTimeout: 1000, maxRetriesPerRequest: 0 },
  })
  cluster.defineCommand('storeNewer', { numberOfKeys: 1, lua: STORE_NEWER })
  return cluster
}

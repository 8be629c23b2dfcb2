import { CacheConfig } from '@bicoastal/config'
import { type Milliseconds, minutes, systemClock } from '@bicoastal/kernel'
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common'
import { Cluster } from 'ioredis'
import { CacheTimeoutError } from './cache-timeout.error.js'
import { CacheUnavailableError } from './cache-unavailable.error.js'
import { CommandDeadline } from './command-deadline.js'
import { type StoredValue, entryOf, floorOf } from './entry.js'
import { STORE_NEWER } from './store-newer.lua.js'

/** How long a floor lives. A value read before a change must not be offered later than this after it. */
export const FLOOR_LIFETIME: Milliseconds = minutes(1)
/** How long a value may live at most; the least is two thirds of it. Also how stale a value can get when all else fails. */
export const LONGEST_LIFETIME: Milliseconds = minutes(1.5)

/** How long a value may be shown, announced as stale, after it could be loaded for the last time. */
export const LAST_KNOWN_LIFETIME: Milliseconds = minutes(10)

const lastKnown = (key: string): string => `last:${key}`

/** After this a command counts as failed, whatever became of it: a frozen node may not cost a reader much. */
const COMMAND_TIMEOUT: Milliseconds = 200
/**
 * A connection on which nothing arrives for this long, though something was asked, is given up. Commands for its node
 * then fail at once instead of piling up behind those that it does not answer.
 */
const SILENCE_TIMEOUT: Milliseconds = 500

interface StoringCluster extends Cluster {
  storeNewer(key: string, entry: string, lifetime: Milliseconds): Promise<0 | 1>
}

/** The cache's Redis Cluster. Every operation fails fast while the cluster, or the key's node, is away. */
@Injectable()
export class CacheStore implements OnApplicationShutdown {
  readonly #cluster: StoringCluster
  readonly #deadline = new CommandDeadline(COMMAND_TIMEOUT, () => new CacheTimeoutError(COMMAND_TIMEOUT))
  readonly #logger = new Logger(CacheStore.name)

  constructor(config: CacheConfig) {
    this.#cluster = connect(config) as StoringCluster
    this.#cluster.on('ready', () => this.#logger.log('The cache is connected.'))
    // Readers notice by themselves; without a listener the error would end the process.
    this.#cluster.on('error', (error) => this.#logger.warn(`The cache does not answer: ${error.message}`))
  }

  /** The entry under `key`, `null` when there is none. */
  get(key: string): Promise<string | null> {
    return this.#send(() => this.#cluster.get(key))
  }

  /**
   * Stores a value unless a newer one, or a newer floor, is there. Resolves to whether it was stored.
   *
   * @param now milliseconds since 1970; the value is to be renewed after two thirds of its life.
   */
  async fill(key: string, value: StoredValue, now: Milliseconds = systemClock.now()): Promise<boolean> {
    // Spread, so that what was filled together is not missed together.
    const lifetime = Math.round(LONGEST_LIFETIME * (2 / 3 + Math.random() / 3))
    return (await this.#store(key, entryOf({ ...value, renewAt: now + (lifetime * 2) / 3 }), lifetime)) === 1
  }

  /** Keeps a value, unless a newer one is there, for when it can no longer be loaded. No floor removes it. */
  async remember(key: string, value: StoredValue): Promise<void> {
    await this.#store(lastKnown(key), entryOf({ ...value, renewAt: 0 }), LAST_KNOWN_LIFETIME)
  }

  /** The entry that was last remembered, `null` when there is none. */
  recall(key: string): Promise<string | null> {
    return this.get(lastKnown(key))
  }

  /** Drops what was remembered: the value does not exist any more. */
  async disown(key: string): Promise<void> {
    await this.#send(() => this.#cluster.unlink(lastKnown(key)))
  }

  /** Forgets every value under `key` that is older than `revision`, also one that a slow reader has yet to offer. */
  async raise(key: string, revision: string): Promise<void> {
    await this.#store(key, floorOf(revision), FLOOR_LIFETIME)
  }

  onApplicationShutdown(): void {
    this.#cluster.disconnect()
  }

  #store(key: string, entry: string, lifetime: Milliseconds): Promise<0 | 1> {
    return this.#send(() => this.#cluster.storeNewer(key, entry, lifetime))
  }

  #send<T>(command: () => Promise<T>): Promise<T> {
    // ioredis would hold the command back until the cluster is there.
    if (this.#cluster.status !== 'ready') return Promise.reject(new CacheUnavailableError(this.#cluster.status))
    return this.#deadline.watch(command())
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
    redisOptions: { socketTimeout: SILENCE_TIMEOUT, connectTimeout: 1000, maxRetriesPerRequest: 0 },
  })
  cluster.defineCommand('storeNewer', { numberOfKeys: 1, lua: STORE_NEWER })
  return cluster
}

import { type Clock, type Milliseconds, systemClock } from '@bicoastal/kernel'
import { Inject, Injectable, Optional } from '@nestjs/common'
import { CacheMetrics } from '../metrics/cache-metrics.js'
import { CacheStore, FLOOR_LIFETIME } from '../store/cache-store.js'
import { bodyOf, revisionIn } from '../store/entry.js'
import { SingleFlight } from './single-flight.js'

/** A value as the database has it. */
export interface LoadedValue {
  /** 40 digits that grow with every change of the row, see `revisionExpression` of @bicoastal/convergence. */
  readonly revision: string
  readonly body: string
}

/** A value, and where it came from. */
export interface CachedValue {
  readonly body: string
  readonly source: 'cache' | 'database'
}

/** Injection token of the {@link Clock}; the machine's own unless a test provides another. */
export const CACHE_CLOCK = Symbol('bicoastal:cache-clock')

/** A value that took longer to load is not offered any more: the floor that would refuse it may be gone by then. */
const OLDEST_OFFER: Milliseconds = FLOOR_LIFETIME / 2

/**
 * Reads through the region's cache. A cache that fails is a cache that misses: callers never see its errors, metrics do.
 * SPEC.md numbers what it holds to.
 */
@Injectable()
export class Cache {
  readonly #flights = new SingleFlight<LoadedValue | null>()

  constructor(
    private readonly store: CacheStore,
    private readonly metrics: CacheMetrics,
    @Optional() @Inject(CACHE_CLOCK) private readonly clock: Clock = systemClock,
  ) {}

  /**
   * The cached value under `key`, or what `load` gives, which is then cached. In one process, callers that miss the
   * same key at the same time share one load.
   *
   * @param load reads the value and its revision in one snapshot; `null` when there is none, which is not cached.
   * @throws only what `load` throws.
   */
  async readThrough(key: string, load: () => Promise<LoadedValue | null>): Promise<CachedValue | null> {
    const entry = await this.#lookUp(key)
    const body = entry === null ? undefined : bodyOf(entry)
    if (body !== undefined) {
      this.metrics.hits.inc()
      return { body, source: 'cache' }
    }
    this.metrics.misses.inc()
    const start = () => this.#load(key, load)
    let value = await this.#flights.join(key, start)
    // The flight may have started before the change that this floor tells of.
    if (value && entry !== null && value.revision < revisionIn(entry)) value = await this.#flights.begin(key, start)
    return value && { body: value.body, source: 'database' }
  }

  /**
   * Makes every reader of the region see at least `revision` from now on. Where the cache does not answer this is
   * left to the relay, which tells the cache of every change it finds in the write-ahead log.
   */
  async invalidate(key: string, revision: string): Promise<void> {
    this.#flights.forget(key)
    try {
      await this.store.raise(key, revision)
    } catch {
      this.metrics.failed('invalidate')
    }
  }

  async #lookUp(key: string): Promise<string | null> {
    try {
      return await this.store.get(key)
    } catch {
      this.metrics.failed('read')
      return null
    }
  }

  async #load(key: string, load: () => Promise<LoadedValue | null>): Promise<LoadedValue | null> {
    const startedAt = this.clock.monotonic()
    const value = await load()
    if (value && this.clock.monotonic() - startedAt < OLDEST_OFFER) void this.#offer(key, value)
    return value
  }

  async #offer(key: string, { revision, body }: LoadedValue): Promise<void> {
    try {
      if (!(await this.store.fill(key, revision, body))) this.metrics.refused.inc()
    } catch {
      this.metrics.failed('fill')
    }
  }
}

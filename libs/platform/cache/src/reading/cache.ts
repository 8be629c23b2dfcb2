import { SharedReads, type SharedValue, isDatabaseUnavailableError } from '@bicoastal/database'
import { type Clock, LOG_START, type Milliseconds, systemClock } from '@bicoastal/kernel'
import { Inject, Injectable, Optional } from '@nestjs/common'
import { CacheMetrics } from '../metrics/cache-metrics.js'
import { CacheStore, FLOOR_LIFETIME } from '../store/cache-store.js'
import { type KeptValue, type StoredValue, revisionIn, valueIn } from '../store/entry.js'
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
  /** `stale`: the database was not available, and this is what it last gave, at most ten minutes ago. Tell the caller. */
  readonly source: 'cache' | 'database' | 'stale'
}

/** What the database gave, and how far its log reached then. */
type Reading = Pick<SharedValue<LoadedValue | null>, 'value' | 'readBefore'>

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
  readonly #flights = new SingleFlight<Reading>()

  constructor(
    private readonly store: CacheStore,
    private readonly metrics: CacheMetrics,
    @Optional() @Inject(CACHE_CLOCK) private readonly clock: Clock = systemClock,
    @Optional() private readonly sessions?: SharedReads,
  ) {}

  /**
   * The cached value under `key`, or what `load` gives, which is then cached. In one process, callers that miss the
   * same key at the same time share one load. A caller with a session sees no less than it has seen: where the cache may
   * not have been told of everything yet, the database is asked. A value near its end is shown and loaded again meanwhile, so that
   * nobody waits for a value that many ask for. While the database is not available the last known value is shown as
   * `stale`, which also makes the caller's session stale; a session that wants nothing stale gets the error.
   *
   * @param load reads the value and its revision in one snapshot; `null` when there is none, which is not cached.
   * @throws only what `load` throws, and SessionNotYetVisibleError.
   */
  async readThrough(key: string, load: () => Promise<LoadedValue | null>): Promise<CachedValue | null> {
    const entry = await this.#lookUp(key)
    const cached = entry === null ? undefined : valueIn(entry)
    if (cached && (this.sessions?.mayShowEarlier() ?? true)) {
      this.metrics.hits.inc()
      this.sessions?.showed(cached.readBefore)
      this.#renewNearItsEnd(key, cached, load)
      return { body: cached.body, source: 'cache' }
    }
    this.metrics.misses.inc()
    let reading: Reading
    try {
      reading = await this.#fromDatabase(key, load, entry)
    } catch (error) {
      const known = isDatabaseUnavailableError(error) ? await this.#lastKnown(key) : null
      if (!known) throw error
      return { body: known.body, source: 'stale' }
    }
    const { value, readBefore } = reading
    // Unchanged since it was cached: the caller has seen no later state than that, and may be shown the cached value again.
    // That there is nothing is seen as well: a replica that is behind may still have it.
    this.sessions?.showed(cached !== undefined && cached.revision === value?.revision ? cached.readBefore : readBefore)
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

  /** Nobody waits for it, and a failure leaves the value where it is until its end. */
  #renewNearItsEnd(key: string, { renewAt }: KeptValue, load: () => Promise<LoadedValue | null>): void {
    if (this.clock.now() < renewAt || this.#flights.has(key)) return
    this.metrics.renewed.inc()
    const anywhere = () => this.sessions?.anywhere(load) ?? unbounded(load)
    this.#flights.join(key, () => this.#load(key, anywhere)).catch(() => this.metrics.failed('renew'))
  }

  async #lastKnown(key: string): Promise<StoredValue | null> {
    if (this.sessions && !this.sessions.mayShowStale()) return null
    try {
      const entry = await this.store.recall(key)
      const known = entry === null ? undefined : valueIn(entry)
      if (!known) return null
      this.metrics.stale.inc()
      this.sessions?.showedStale()
      return known
    } catch {
      this.metrics.failed('read')
      return null
    }
  }

  async #fromDatabase(key: string, load: () => Promise<LoadedValue | null>, entry: string | null): Promise<Reading> {
    if (this.sessions?.hasSeen) return this.#newest(key, load)
    const anywhere = () => this.sessions?.anywhere(load) ?? unbounded(load)
    const reading = await this.#flights.join(key, () => this.#load(key, anywhere))
    // The flight may have started before the change that this floor tells of, or have come to a replica that is behind.
    const isOld = reading.value !== null && entry !== null && reading.value.revision < revisionIn(entry)
    return isOld ? this.#newest(key, load) : reading
  }

  /** From a load that begins now, on the primary: who has seen something may not join one that began before. */
  async #newest(key: string, load: () => Promise<LoadedValue | null>): Promise<Reading> {
    try {
      await this.sessions?.ready()
      const onPrimary = () => this.sessions?.onPrimary(load) ?? unbounded(load)
      return await this.#flights.next(key, () => this.#load(key, onPrimary))
    } catch (error) {
      if (!this.sessions || !isDatabaseUnavailableError(error)) throw error
      // Without the primary the caller's own session decides what a replica may show.
      return { value: await load(), readBefore: LOG_START }
    }
  }

  async #load(key: string, load: () => Promise<SharedValue<LoadedValue | null>>): Promise<Reading> {
    const startedAt = this.clock.monotonic()
    const reading = await load()
    const { value, readBefore, isCurrent } = reading
    if (!value) void this.#disown(key)
    else if (isCurrent && this.clock.monotonic() - startedAt < OLDEST_OFFER)
      void this.#offer(key, { ...value, readBefore })
    return reading
  }

  async #offer(key: string, value: StoredValue): Promise<void> {
    try {
      if (!(await this.store.fill(key, value, this.clock.now()))) this.metrics.refused.inc()
      await this.store.remember(key, value)
    } catch {
      this.metrics.failed('fill')
    }
  }

  /** What was deleted is not shown again when the database is gone. */
  async #disown(key: string): Promise<void> {
    try {
      await this.store.disown(key)
    } catch {
      this.metrics.failed('fill')
    }
  }
}

/** Where no database library knows what was read. */
async function unbounded<T>(load: () => Promise<T>): Promise<SharedValue<T>> {
  return { value: await load(), readBefore: LOG_START, isCurrent: true }
}

import { setTimeout as delay } from 'node:timers/promises'
import { CacheStore } from '@bicoastal/cache'
import { RegionConfig, ReplicationConfig } from '@bicoastal/config'
import { RELAY_PUBLICATION, describeReplicated } from '@bicoastal/convergence'
import { type CachedTable, type Milliseconds, REGION_NUMBERS } from '@bicoastal/kernel'
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common'
import { DataSource } from 'typeorm'
import { ChangeRouter } from './change-router.js'
import { JobQueue } from './deliveries/job-queue.js'
import { LogReader } from './log/log-reader.js'
import { RelayMetrics } from './relay-metrics.js'
import { RelaySession, type RelayTargets } from './relay-session.js'

/** Injection token of the tables whose changes are told to the cache. */
export const CACHED_TABLES = Symbol('bicoastal:cached-tables')

/** The slot whose exclusivity makes the relay one per region. */
export const RELAY_SLOT = 'relay'

const SHORTEST_PAUSE: Milliseconds = 100
const LONGEST_PAUSE: Milliseconds = 1000
/** Postgres' way to say that another relay holds the slot. */
const OBJECT_IN_USE = '55006'

/**
 * Carries what the region's write-ahead log says to where it matters: promised jobs into the queue, changed rows to the cache.
 * Of several relays one is active, the others try until they get the slot. Any failure leads to a new session, which begins
 * at what was not acknowledged. SPEC.md numbers what it holds to.
 */
@Injectable()
export class Relay implements OnApplicationBootstrap {
  readonly #stopping = new AbortController()
  readonly #logger = new Logger('relay')
  readonly #targets: RelayTargets
  #running: Promise<void> = Promise.resolve()
  #active = false
  #lastFailure = ''

  constructor(
    private readonly source: ReplicationConfig,
    region: RegionConfig,
    dataSource: DataSource,
    queue: JobQueue,
    cache: CacheStore,
    private readonly metrics: RelayMetrics,
    @Inject(CACHED_TABLES) cachedTables: readonly CachedTable[],
  ) {
    const router = new ChangeRouter(REGION_NUMBERS[region.region], describeReplicated(dataSource), cachedTables)
    this.#targets = { router, queue, cache, metrics, started: () => this.#started() }
  }

  /** True while this process holds the slot. */
  get active(): boolean {
    return this.#active
  }

  onApplicationBootstrap(): void {
    this.#running = this.#run()
  }

  /** Acknowledges what is delivered and gives the slot free. What is under way comes again to the next relay. */
  async close(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping
    for (let pause = SHORTEST_PAUSE; !signal.aborted; pause = Math.min(LONGEST_PAUSE, pause * 2)) {
      const wasActive = await this.#session(signal)
      if (wasActive) pause = SHORTEST_PAUSE
      // Aborted when it is closed, which the loop looks at next.
      await delay(pause / 2 + (Math.random() * pause) / 2, undefined, { signal }).catch(() => undefined)
    }
  }

  /** One session; resolves to whether it got the slot at all. */
  async #session(signal: AbortSignal): Promise<boolean> {
    const session = new RelaySession(this.#targets)
    const log = { url: this.source.url.reveal(), slot: RELAY_SLOT, publication: RELAY_PUBLICATION }
    try {
      await new LogReader(log, session).read(signal)
    } catch (error) {
      this.#failed(error)
    } finally {
      session.close()
    }
    const wasActive = this.#active
    this.#active = false
    this.metrics.active.set(0)
    return wasActive
  }

  #started(): void {
    this.#active = true
    this.#lastFailure = ''
    this.metrics.active.set(1)
    this.#logger.log(`This relay holds the slot "${RELAY_SLOT}" now.`)
  }

  /** Says what is wrong once, not with every attempt. */
  #failed(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error)
    const standingBy = error instanceof Error && 'code' in error && error.code === OBJECT_IN_USE
    if (!standingBy) this.metrics.failed('log')
    // The message of a busy slot names the process that holds it, which changes.
    const failure = standingBy ? 'Another relay of this region is active; this one stands by.' : message
    if (failure === this.#lastFailure) return
    this.#lastFailure = failure
    if (standingBy) this.#logger.log(failure)
    else this.#logger.warn(`The write-ahead log cannot be read, trying again: ${message}`)
  }
}

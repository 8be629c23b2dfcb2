import { setTimeout as delay } from 'node:timers/promises'
import { InvalidConfigurationError, MigrationConfig, RegionConfig } from '@bicoastal/config'
import {
  ApplyKeeper,
  type Ends,
  HEARTBEAT_TABLE,
  keepSubscription,
  PeerWatch,
  PublicationKeeper,
  type ReplicatedTable,
} from '@bicoastal/convergence'
import { type Milliseconds, seconds } from '@bicoastal/kernel'
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common'
import type { Client } from 'pg'
import { Connection } from './connection.js'
import { IncidentObserver } from './incident-observer.js'
import { KeeperMetrics } from './keeper-metrics.js'
import { Retention } from './retention.js'
import { TABLES } from './tables.js'
import { Verifier } from './verifier.js'

const INTERVAL: Milliseconds = seconds(1)
/** The longest that one statement of a round may take: decoding a large transaction, merging a hundred rows. */
const PATIENCE: Milliseconds = seconds(60)
/** The advisory lock of the one active keeper of a region. */
const KEEPER_LOCK = 0x6b_65_65_70

/**
 * Keeps a region receiving what its peer writes, and equal to it. Of several keepers one is active: the one whose session holds the lock on the
 * region's primary, so that a promotion decides anew. Any failure leads to another round; all state that matters is in the database.
 */
@Injectable()
export class Keeper implements OnApplicationBootstrap {
  readonly #stopping = new AbortController()
  readonly #logger = new Logger('keeper')
  readonly #here: Connection
  readonly #peer: Connection
  readonly #peerUrl: string
  readonly #apply: ApplyKeeper
  readonly #publication: PublicationKeeper
  readonly #peerWatch = new PeerWatch()
  readonly #retention = new Retention()
  #running: Promise<void> = Promise.resolve()
  #holder: Client | null = null
  #lastFailure = ''

  constructor(
    private readonly config: RegionConfig,
    addresses: MigrationConfig,
    private readonly verifier: Verifier,
    private readonly incidents: IncidentObserver,
    private readonly metrics: KeeperMetrics,
    @Inject(TABLES) tables: readonly ReplicatedTable[],
  ) {
    const peerUrl = addresses.peerUrl?.reveal()
    if (peerUrl === undefined) {
      throw new InvalidConfigurationError([{ variable: 'PEER_DATABASE_URL', fault: 'is not set; the keeper needs it' }])
    }
    this.#peerUrl = peerUrl
    const options = { applicationName: config.instance, patience: PATIENCE }
    this.#here = new Connection({ ...options, url: addresses.url.reveal() })
    this.#peer = new Connection({ ...options, url: peerUrl })
    this.#apply = new ApplyKeeper(tables)
    this.#publication = new PublicationKeeper(tables.filter((table) => table !== HEARTBEAT_TABLE))
  }

  onApplicationBootstrap(): void {
    this.#running = this.#run(this.#stopping.signal)
  }

  /** Finishes the round and lets another keeper take over. */
  async close(): Promise<void> {
    this.#stopping.abort()
    await this.#running
    await this.verifier.close()
    this.#here.drop()
    this.#peer.drop()
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const startedAt = performance.now()
      try {
        await this.#round(startedAt)
        this.#lastFailure = ''
      } catch (error) {
        this.#failed(error)
      }
      const rest = Math.max(INTERVAL / 4, INTERVAL - (performance.now() - startedAt))
      // Aborted when it is closed, which the loop looks at next.
      await delay(rest, undefined, { signal }).catch(() => undefined)
    }
  }

  async #round(now: Milliseconds): Promise<void> {
    const here = await this.#here.open()
    if (!(await this.#isActive(here))) return
    const peer = await this.#reachPeer()
    if (peer === null) {
      // A cut link or a dead peer is nothing that could be healed from here.
      this.#apply.reset()
    } else {
      const ends: Ends = { region: this.config.region, here, peer }
      await this.#keep(ends, now)
    }
    await this.incidents.look(here)
    await this.#retention.look(here, now)
  }

  async #keep(ends: Ends, now: Milliseconds): Promise<void> {
    const outcome = await keepSubscription(ends, this.#peerUrl)
    this.metrics.round(await this.#apply.round(ends, now))
    // After what is urgent: should it fail, rows arrive all the same.
    await this.#publication.round(ends, now)
    // A peer without a schema has no clock to be asked for.
    if (outcome === 'not ready') return
    this.metrics.clockSkew.set(await this.#peerWatch.look(ends))
    if (outcome === 'disabled') return
    await this.verifier.schedule(ends.here, now)
    this.verifier.begin()
  }

  async #isActive(here: Client): Promise<boolean> {
    if (this.#holder !== here) {
      const { rows } = await here.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [KEEPER_LOCK])
      this.#holder = rows[0]?.locked === true ? here : null
      if (this.#holder !== null) this.#logger.log(`This keeper keeps ${this.config.region} now.`)
    }
    this.metrics.active.set(this.#holder === null ? 0 : 1)
    return this.#holder !== null
  }

  async #reachPeer(): Promise<Client | null> {
    try {
      const peer = await this.#peer.open()
      this.metrics.peerReachable.set(1)
      return peer
    } catch (error) {
      this.metrics.peerReachable.set(0)
      this.#say(`The peer cannot be reached: ${describe(error)}`)
      return null
    }
  }

  #failed(error: unknown): void {
    this.metrics.failed('round')
    // Whatever state a failed round left a session in, the next one has another.
    this.#here.drop()
    this.#peer.drop()
    this.#apply.reset()
    this.metrics.active.set(0)
    this.#say(`A round failed, trying again: ${describe(error)}`)
  }

  /** Says what is wrong once, not with every attempt. */
  #say(failure: string): void {
    if (failure !== this.#lastFailure) this.#logger.warn(failure)
    this.#lastFailure = failure
  }
}

function describe(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(describe).join('; ')
  return error instanceof Error ? error.message : String(error)
}

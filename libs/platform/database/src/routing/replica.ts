import { setTimeout as delay } from 'node:timers/promises'
import { POSITIONS_SQL } from '@bicoastal/convergence'
import type { Milliseconds } from '@bicoastal/kernel'
import { Logger } from '@nestjs/common'
import type { PoolClient } from 'pg'
import type { PositionsRow } from '../positions/region-positions.js'
import { ReplicaConnection } from './replica-connection.js'
import { ReplicaConnections } from './replica-connections.js'

/** Where the replicas are, and how many connections a process may hold to them. */
export interface ReplicaSettings {
  readonly url: string
  readonly applicationName: string
  readonly size: number
}

const INTERVAL: Milliseconds = 250
/** A replica that does not say within this where it stands is not asked anything else. */
const PATIENCE: Milliseconds = 500

/**
 * The region's replicas behind one address. They are asked again and again, over a connection of its own, whether they are
 * there; when they are not, everything under way is cut, so that a dead or frozen replica costs a caller one statement that
 * is repeated elsewhere, and after that nobody anything.
 */
export class Replica {
  readonly #logger = new Logger('replica')
  readonly #stopping = new AbortController()
  #connections: ReplicaConnections | undefined
  #watching: Promise<void> = Promise.resolve()

  /** Without `settings` there is no replica, ever. */
  constructor(private readonly settings: ReplicaSettings | undefined) {}

  /** True while a replica answers. */
  get isOpen(): boolean {
    return this.#connections !== undefined
  }

  /** Begins to watch. Until the first answer there is no replica. */
  start(): void {
    if (this.settings) this.#watching = this.#watch(this.settings)
  }

  /** A connection, or `undefined` when there is none to be had now. */
  async connect(): Promise<ReplicaConnection | undefined> {
    const connections = this.#connections
    if (!connections) return undefined
    try {
      return new ReplicaConnection(await connections.pool.connect())
    } catch {
      return undefined
    }
  }

  /** Ends the watch and every connection. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#watching
    this.#connections?.cut()
    this.#connections = undefined
  }

  async #watch({ url, applicationName, size }: ReplicaSettings): Promise<void> {
    const { signal } = this.#stopping
    let watch: ReplicaConnections | undefined
    while (!signal.aborted) {
      watch ??= new ReplicaConnections(url, `${applicationName}-replica-watch`, 1)
      const fault = await this.#look(watch)
      if (fault === undefined) this.#open(() => new ReplicaConnections(url, `${applicationName}-replica`, size))
      else {
        this.#close(fault)
        watch.cut()
        watch = undefined
      }
      // Aborted when it stops, which the loop looks at next.
      await delay(INTERVAL, undefined, { signal }).catch(() => undefined)
    }
    watch?.cut()
  }

  /** Why there is no replica; `undefined` when there is one. */
  async #look({ pool }: ReplicaConnections): Promise<string | undefined> {
    let client: PoolClient | undefined
    try {
      client = await pool.connect()
      const question = { name: 'positions', text: POSITIONS_SQL, query_timeout: PATIENCE }
      const { rows } = await client.query<PositionsRow>(question)
      client.release()
      return rows[0]?.standby ? undefined : 'the address for reads leads to the primary'
    } catch (error) {
      client?.release(true)
      return error instanceof Error ? error.message : String(error)
    }
  }

  #open(connect: () => ReplicaConnections): void {
    if (this.#connections) return
    this.#connections = connect()
    this.#logger.log('Reads go to the replica.')
  }

  #close(why: string): void {
    if (!this.#connections) return
    this.#connections.cut()
    this.#connections = undefined
    this.#logger.warn(`Reads go to the primary: ${why}.`)
  }
}

import { rmSync } from 'node:fs'
import { type RegionId, seconds } from '@bicoastal/kernel'
import type { RegionDatabase } from '../database/region-database.js'
import { PatroniRest } from '../patroni/patroni-rest.js'
import { nodeStatus } from '../patroni/node-status.js'
import { provision } from '../postgres/provision.js'
import { formCluster } from '../redis/form-cluster.js'
import { RegionClock } from '../clock/region-clock.js'
import { redisMajorVersion } from '../redis/version.js'
import type { StackContext } from '../stack/stack-context.js'
import type { Supervised } from '../supervision/supervised.js'
import type { SupervisedProgram } from '../supervision/supervised-program.js'
import { apiParts, keeperPart, relayPart, workerPart } from './application-parts.js'
import { DatabasePart } from './database-part.js'
import { regionalEdgePart } from './edge-parts.js'
import { cacheParts, queuePart } from './redis-parts.js'
import { databaseNodes, initialiseDatabase, regionDatabase } from './region-database-parts.js'

/** Everything that one region runs. */
export class RegionStack {
  readonly database: RegionDatabase
  /** The wall clock of the region's database servers. */
  readonly clock: RegionClock
  readonly edge: SupervisedProgram
  readonly api: readonly SupervisedProgram[]
  readonly worker: SupervisedProgram
  readonly relay: SupervisedProgram
  readonly keeper: SupervisedProgram
  readonly #cache: readonly SupervisedProgram[]
  readonly #queue: SupervisedProgram
  readonly #databaseParts: readonly DatabasePart[]
  readonly #rest: readonly PatroniRest[]

  constructor(
    private readonly context: StackContext,
    readonly region: RegionId,
  ) {
    this.clock = new RegionClock(context.files.clock(region))
    this.database = regionDatabase(context, region, this.clock)
    this.edge = regionalEdgePart(context, region)
    this.api = apiParts(context, region)
    this.worker = workerPart(context, region)
    this.relay = relayPart(context, region)
    this.keeper = keeperPart(context, region)
    this.#cache = cacheParts(context, region)
    this.#queue = queuePart(context, region)
    const nodes = databaseNodes(this.database)
    this.#databaseParts = nodes.map((node) => new DatabasePart(this.database, node))
    this.#rest = nodes.map(
      (node) =>
        new PatroniRest(node.name, () => {
          const { primary } = this.database
          return nodeStatus(node.probe.latest, primary.probe.latest, node === primary, performance.now())
        }),
    )
  }

  /** The port of the statistics page of this region's edge. */
  get statistics(): number {
    return this.context.ports.regions[this.region].edgeStatistics
  }

  /** Every part, in the order in which people want to see them. */
  get parts(): readonly Supervised[] {
    return [...this.#databaseParts, ...this.#cache, this.#queue, this.edge, ...this.applications]
  }

  /** The parts that are this project's own programs. */
  get applications(): readonly SupervisedProgram[] {
    return [...this.api, this.worker, this.relay, this.keeper]
  }

  /** Opens the interface by which load balancers learn the role of each database node. */
  async open(): Promise<void> {
    const { postgresRest } = this.context.ports.regions[this.region]
    const ports = [postgresRest.a, postgresRest.b]
    await Promise.all(this.#rest.map((rest, index) => rest.listen(ports[index] as number)))
  }

  /** Closes what `open` opened. */
  close(): void {
    for (const rest of this.#rest) rest.close()
  }

  /** Starts the database, with its roles, and makes it writable. */
  async startDatabase(): Promise<void> {
    await initialiseDatabase(this.database)
    await this.database.start(seconds(40))
    await provision(this.database.primary.adminUrl, this.context.passwords[this.region])
  }

  /** Starts the cache, always empty: what it knew may have changed meanwhile. */
  async startCache(): Promise<void> {
    if (this.#cache.some((node) => node.running)) return
    for (const node of this.#cache) rmSync(this.context.files.data(node.name), { recursive: true, force: true })
    await Promise.all(this.#cache.map((node) => node.start()))
    const { cache, cacheBus } = this.context.ports.regions[this.region]
    const nodes = cache.map((port, index) => ({ port, busPort: cacheBus[index] as number }))
    await formCluster(`${this.region}/cache`, nodes, redisMajorVersion())
  }

  /** Starts queue and edge. */
  async startQueueAndEdge(): Promise<void> {
    await Promise.all([this.#queue.start(), this.edge.start()])
  }

  /** Starts api, worker, relay and keeper. */
  async startApplications(): Promise<void> {
    await Promise.all(this.applications.map((part) => part.start()))
  }

  /** Stops everything gracefully, callers first, data last. */
  async stop(): Promise<void> {
    await Promise.all(this.applications.map((part) => part.stop()))
    await this.edge.stop()
    await Promise.all([...this.#cache, this.#queue].map((part) => part.stop()))
    await this.database.stop(seconds(10))
  }

  /** The end of the world in this region: SIGKILL of everything at once, and nothing comes back by itself. */
  async destroy(): Promise<void> {
    const programs = [this.edge, ...this.applications, ...this.#cache, this.#queue]
    await Promise.all([this.database.destroy(), ...programs.map((part) => part.destroy())])
  }
}

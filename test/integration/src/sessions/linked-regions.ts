import { setTimeout as delay } from 'node:timers/promises'
import { TcpProxy } from '../faults/tcp-proxy.js'
import { SessionRegion } from './session-region.js'

/** Two regions that replicate to each other over a link each way, and give a sign of life twice a second. */
export class LinkedRegions {
  readonly #stopping = new AbortController()
  #beating: Promise<void> = Promise.resolve()

  private constructor(
    readonly east: SessionRegion,
    readonly west: SessionRegion,
    /** Where west fetches what east writes. */
    readonly fromEast: TcpProxy,
    /** Where east fetches what west writes. */
    readonly fromWest: TcpProxy,
  ) {}

  static async create(): Promise<LinkedRegions> {
    const [east, west] = [await SessionRegion.create('east'), await SessionRegion.create('west')]
    const [fromEast, fromWest] = await Promise.all(
      [east, west].map(({ region }) => TcpProxy.start(region.servers.postgres.port)),
    )
    const linked = new LinkedRegions(east, west, fromEast as TcpProxy, fromWest as TcpProxy)
    await west.receiveFrom(east, linked.fromEast)
    await east.receiveFrom(west, linked.fromWest)
    linked.#beating = linked.#beat()
    return linked
  }

  async release(): Promise<void> {
    this.#stopping.abort()
    await this.#beating
    await Promise.all([this.fromEast.stop(), this.fromWest.stop()])
    await this.east.release()
    await this.west.release()
  }

  async #beat(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      // A region whose primary a test has ended gives none.
      await Promise.allSettled([this.east.beat(), this.west.beat()])
      await delay(500, undefined, { signal }).catch(() => undefined)
    }
  }
}

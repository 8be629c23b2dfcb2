import { type Milliseconds, PeerObservation, type PeerState, systemClock } from '@bicoastal/kernel'
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { BackgroundLoop } from '../background/background-loop.js'
import { PeerClient } from '../peer/peer-client.js'
import { type Channel, NOTHING_HEARD, type Silence, evidenceOf, listen } from './evidence.js'
import { type PeerReport, peerReport } from './peer-report.js'
import { type Belief, UNKNOWN, advance } from './peer-table.js'
import { ReplicationEar } from './replication-ear.js'

const INTERVAL: Milliseconds = 500
const PATIENCE: Milliseconds = 900

/** Watches the peer by HTTP and by replication. Never fails: what it cannot hear is silence. */
@Injectable()
export class PeerWatch extends PeerObservation implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('region')
  readonly #loop = new BackgroundLoop(INTERVAL, () => this.#look())
  #lookedAt = systemClock.monotonic()
  #silence: Silence = NOTHING_HEARD
  #belief: Belief = UNKNOWN
  #report: PeerReport | undefined

  constructor(
    private readonly client: PeerClient,
    private readonly ear: ReplicationEar,
  ) {
    super()
  }

  get state(): PeerState {
    return this.#belief.state
  }

  /** For how long each channel has been silent; more than the truth before anything was heard. */
  get silence(): Silence {
    return this.#silence
  }

  /** The last that the peer said of itself, however old. */
  get report(): PeerReport | undefined {
    return this.#report
  }

  onApplicationBootstrap(): void {
    this.#loop.start()
  }

  async onModuleDestroy(): Promise<void> {
    await this.#loop.stop()
  }

  async #look(): Promise<void> {
    const [http, replication] = await Promise.all([this.#askPeer(), this.#hearBeat()])
    const heard = new Set<Channel>([
      ...(http ? ['http' as const] : []),
      ...(replication ? ['replication' as const] : []),
    ])
    const now = systemClock.monotonic()
    const elapsed = now - this.#lookedAt
    this.#lookedAt = now
    this.#silence = listen(this.#silence, elapsed, heard)
    const before = this.#belief.state
    this.#belief = advance(this.#belief, evidenceOf(this.#silence), elapsed)
    if (this.state !== before)
      this.#logger.warn({ silence: this.#silence }, `The peer region was ${before} and is ${this.state}.`)
  }

  async #askPeer(): Promise<boolean> {
    try {
      this.#report = await this.client.ask({ path: '/peer/region', answer: peerReport, deadline: PATIENCE })
      return true
    } catch (error) {
      this.#logger.debug(`The peer was not heard by HTTP: ${String(error)}`)
      return false
    }
  }

  async #hearBeat(): Promise<boolean> {
    try {
      return await this.ear.heard()
    } catch (error) {
      this.#logger.debug(`The peer's heartbeat could not be read here: ${String(error)}`)
      return false
    }
  }
}

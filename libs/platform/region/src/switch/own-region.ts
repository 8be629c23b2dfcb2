import { RegionConfig } from '@bicoastal/config'
import { RegionAdmission, type Purpose } from '@bicoastal/health'
import type { Milliseconds } from '@bicoastal/kernel'
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { BackgroundLoop } from '../background/background-loop.js'
import { ADMITS, type RegionEvent, type RegionState } from './region-table.js'
import { type SwitchRecord, SwitchStore } from './switch-store.js'

const INTERVAL: Milliseconds = 500

const WHY: Readonly<Record<RegionState, string>> = {
  active: '',
  draining: 'is draining: its writes go to the peer',
  evacuated: 'is evacuated',
  returning: 'is returning: it catches up with its peer',
}

/**
 * The switch of this region as this process knows it: read in the background, so that asking costs nothing. While the
 * database does not answer the last known state holds. Decides, beside health, what the region is sent.
 */
@Injectable()
export class OwnRegion extends RegionAdmission implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('region')
  readonly #loop = new BackgroundLoop(INTERVAL, () => this.#refresh())
  #current: SwitchRecord | undefined

  constructor(
    private readonly store: SwitchStore,
    private readonly config: RegionConfig,
  ) {
    super()
  }

  /** `undefined` until the database was read once. */
  get current(): SwitchRecord | undefined {
    return this.#current
  }

  /**
   * Applies an event and knows its outcome at once; the other processes of the region follow within a second.
   *
   * @param since only to the state that it has had since then; to any, when left out.
   * @throws what `Transactions.run` throws.
   */
  async apply(event: RegionEvent, by: string, since?: Date): Promise<SwitchRecord> {
    const record = await this.store.apply(event, by, since)
    this.#learn(record)
    return record
  }

  override reasonAgainst(purpose: Purpose): string | null {
    // A process that starts in an evacuated region must not call callers back for a moment.
    if (this.#current === undefined) return 'the state of the region is not known yet'
    const { state } = this.#current
    return ADMITS[state][purpose] ? null : `the region ${WHY[state]}`
  }

  onApplicationBootstrap(): void {
    this.#loop.start()
  }

  async onModuleDestroy(): Promise<void> {
    await this.#loop.stop()
  }

  async #refresh(): Promise<void> {
    try {
      this.#learn(await this.store.read())
    } catch (error) {
      // Health reports a database that does not answer; the switch stands as it stood.
      this.#logger.debug(`The switch could not be read: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  #learn(next: SwitchRecord): void {
    const before = this.#current
    // A replica may be behind what this process has written itself.
    if (before !== undefined && next.changedAt < before.changedAt) return
    this.#current = next
    if (before?.state === next.state) return
    this.#logger.log(
      `Region ${this.config.region} is ${next.state} (${next.changedBy}, ${next.changedAt.toISOString()}).`,
    )
  }
}

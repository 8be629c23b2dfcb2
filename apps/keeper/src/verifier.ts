import { KeeperConfig, MigrationConfig, RegionConfig } from '@bicoastal/config'
import {
  type Ends,
  keepVerified,
  type ReplicatedTable,
  requestVerification,
  type SqlConnection,
  type VerificationRecord,
} from '@bicoastal/convergence'
import { type Milliseconds, minutes, seconds } from '@bicoastal/kernel'
import { Inject, Injectable, Logger } from '@nestjs/common'
import { Connection } from './connection.js'
import { KeeperMetrics } from './keeper-metrics.js'
import { TABLES } from './tables.js'

/** How long a region may take to apply what the other has written, before a comparison is given up. */
const PATIENCE: Milliseconds = seconds(30)
/** The longest that reading one table may take. */
const LONGEST_STATEMENT: Milliseconds = minutes(30)

/** Compares the regions when somebody asks, after a failover, and every so often; on connections of its own, because it takes long. */
@Injectable()
export class Verifier {
  readonly #logger = new Logger('keeper')
  readonly #here: Connection
  readonly #peer: Connection
  #nextAt: Milliseconds = 0
  #running: Promise<void> | null = null

  constructor(
    private readonly region: RegionConfig,
    addresses: MigrationConfig,
    private readonly config: KeeperConfig,
    private readonly metrics: KeeperMetrics,
    @Inject(TABLES) private readonly tables: readonly ReplicatedTable[],
  ) {
    const options = { applicationName: `${region.instance}-verifier`, patience: LONGEST_STATEMENT }
    this.#here = new Connection({ ...options, url: addresses.url.reveal() })
    this.#peer = new Connection({ ...options, url: addresses.peerUrl?.reveal() ?? '' })
  }

  /** Asks for a comparison when it is time for one. `now` is of a clock that never jumps. */
  async schedule(here: SqlConnection, now: Milliseconds): Promise<void> {
    if (now < this.#nextAt) return
    this.#nextAt = now + this.config.verifyEvery
    await requestVerification(here, { reason: 'schedule', repairs: true })
  }

  /** Carries out what is asked for, if nothing is being carried out. Returns at once. */
  begin(): void {
    this.#running ??= this.#carryOut().finally(() => (this.#running = null))
  }

  /** Gives up what is under way; the next keeper begins it again. */
  async close(): Promise<void> {
    this.#here.drop()
    this.#peer.drop()
    await this.#running
  }

  async #carryOut(): Promise<void> {
    try {
      const ends: Ends = { region: this.region.region, here: await this.#here.open(), peer: await this.#peer.open() }
      const record = await keepVerified(ends, this.tables, PATIENCE)
      if (record !== null) this.#report(record)
    } catch (error) {
      this.metrics.failed('verification')
      this.#here.drop()
      this.#peer.drop()
      this.#logger.debug(`The regions could not be compared: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  #report({ reason, report, failure }: VerificationRecord): void {
    if (report === null) {
      this.#logger.warn(`The regions could not be compared (${reason}): ${failure}`)
      return
    }
    this.metrics.verified(report)
    const differing = report.tables.reduce((sum, table) => sum + table.differing, 0)
    const found = report.equal ? 'are equal' : `differ in ${differing} rows`
    this.#logger.log(`The regions ${found} (${reason}, ${report.milliseconds} ms).`)
  }
}

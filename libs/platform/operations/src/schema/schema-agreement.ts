import { RegionConfig } from '@bicoastal/config'
import { type Agreement, agreementWith, describeReplicated, modelFingerprint } from '@bicoastal/convergence'
import { ReadinessCondition } from '@bicoastal/health'
import { type Milliseconds, seconds } from '@bicoastal/kernel'
import { BackgroundLoop } from '@bicoastal/region'
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { DataSource } from 'typeorm'
import { PrimarySql } from '../sql/primary-sql.js'

const INTERVAL: Milliseconds = seconds(2)

const WHY: Readonly<Record<Agreement, string | null>> = {
  agrees: null,
  'not installed': 'the merge triggers of this release are not installed; run "migrate schema" in this region',
  changed: 'merge triggers or functions were changed behind the back of migrate; run "migrate schema" in this region',
}

/**
 * Whether the database merges by the rules that this process was compiled with. A process that serves without its triggers would take writes that
 * nobody versions. One of an earlier release goes on while a later one is rolled out.
 */
@Injectable()
export class SchemaAgreement extends ReadinessCondition implements OnApplicationBootstrap, OnModuleDestroy {
  override readonly name = 'schema'
  readonly #logger = new Logger('schema')
  readonly #loop = new BackgroundLoop(INTERVAL, () => this.#look())
  #model = ''
  #reason: string | null = 'the schema is not checked yet'

  constructor(
    private readonly sql: PrimarySql,
    private readonly dataSource: DataSource,
    private readonly config: RegionConfig,
  ) {
    super()
  }

  override reasonAgainst(): string | null {
    return this.#reason
  }

  /** @throws InvalidReplicatedEntityError when an entity cannot be kept by two regions: such a process must not start. */
  onApplicationBootstrap(): void {
    this.#model = modelFingerprint({ region: this.config.region, tables: describeReplicated(this.dataSource) })
    this.#loop.start()
  }

  async onModuleDestroy(): Promise<void> {
    await this.#loop.stop()
  }

  async #look(): Promise<void> {
    try {
      this.#learn(WHY[await this.sql.run((connection) => agreementWith(connection, this.#model))])
    } catch (error) {
      // The database's own indicator reports that it does not answer; what was found before still holds.
      this.#logger.debug(`The schema could not be checked: ${String(error)}`)
    }
  }

  #learn(reason: string | null): void {
    if (reason !== null && reason !== this.#reason) this.#logger.error(`Not ready: ${reason}.`)
    this.#reason = reason
  }
}

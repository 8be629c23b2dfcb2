import { RegionConfig } from '@bicoastal/config'
import { BEAT_SQL, PEER_HEARTBEAT_AGE_SQL } from '@bicoastal/convergence'
import { Statements } from '@bicoastal/database'
import { type Milliseconds, REGION_NUMBERS, regionOfNumber, seconds } from '@bicoastal/kernel'
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common'
import { Relay } from '../relay.js'
import { RelayMetrics } from '../relay-metrics.js'

const INTERVAL: Milliseconds = seconds(1)

/** Output: the age in seconds of the oldest job that region $1 has still to do, 0 without any. */
const OUTBOX_AGE = `
  SELECT coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::double precision AS seconds
  FROM public.jobs WHERE state = 'queued' AND home = $1`

/** Output: per logical slot of this database the bytes of log that its reader has not confirmed. */
const SLOT_LAG = `
  SELECT slot_name, pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::double precision AS bytes
  FROM pg_replication_slots
  WHERE slot_type = 'logical' AND NOT temporary AND database = current_database() AND confirmed_flush_lsn IS NOT NULL`

/** Once a second: gives the region's sign of life while its relay is active, and sees how far behind it is. */
@Injectable()
export class RegionObserver implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('relay')
  readonly #here: number
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> | undefined

  constructor(
    config: RegionConfig,
    private readonly statements: Statements,
    private readonly relay: Relay,
    private readonly metrics: RelayMetrics,
  ) {
    this.#here = REGION_NUMBERS[config.region]
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      // A database that answers slowly must not be asked more and more at once.
      this.#round ??= this.#look().finally(() => (this.#round = undefined))
    }, INTERVAL)
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer)
    await this.#round
  }

  async #look(): Promise<void> {
    try {
      if (this.relay.active) await this.statements.write({ name: 'relay-beat', text: BEAT_SQL }, { idempotent: true })
      await this.#observeOutbox()
      await this.#observeReplication()
      this.metrics.observedAt.setToCurrentTime()
    } catch (error) {
      this.metrics.failed('observation')
      this.#logger.debug(`The region could not be observed: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  async #observeOutbox(): Promise<void> {
    const statement = { name: 'relay-outbox-age', text: OUTBOX_AGE, values: [this.#here] }
    const [oldest] = await this.statements.read<{ seconds: number }>(statement)
    this.metrics.outboxAge.set(Math.max(0, oldest?.seconds ?? 0))
  }

  async #observeReplication(): Promise<void> {
    const slots = await this.statements.read<{ slot_name: string; bytes: number }>({
      name: 'relay-slot-lag',
      text: SLOT_LAG,
    })
    // A slot that was dropped must not show its last lag for ever.
    this.metrics.replicationLagBytes.reset()
    for (const { slot_name, bytes } of slots)
      this.metrics.replicationLagBytes.set({ slot: slot_name }, Math.max(0, bytes))
    const peers = await this.statements.read<{ region: number; seconds: number }>({
      name: 'relay-peer-heartbeats',
      text: PEER_HEARTBEAT_AGE_SQL,
    })
    for (const { region, seconds: age } of peers) {
      this.metrics.replicationLagSeconds.set({ peer: regionOfNumber(region) ?? String(region) }, Math.max(0, age))
    }
  }
}

import { RegionConfig } from '@bicoastal/config'
import { listIncidents } from '@bicoastal/convergence'
import { PrimaryPositions, isDatabaseUnavailableError } from '@bicoastal/database'
import { RegionHealth } from '@bicoastal/health'
import { type LogPosition, formatPosition } from '@bicoastal/kernel'
import { OwnRegion, PeerWatch } from '@bicoastal/region'
import { Injectable } from '@nestjs/common'
import { PrimarySql } from '../sql/primary-sql.js'
import type { RegionOverview } from './region-overview.js'

/** This region as it sees itself. */
@Injectable()
export class OwnOverview {
  constructor(
    private readonly config: RegionConfig,
    private readonly own: OwnRegion,
    private readonly watch: PeerWatch,
    private readonly health: RegionHealth,
    private readonly positions: PrimaryPositions,
    private readonly sql: PrimarySql,
  ) {}

  /** What there is to say now, within two seconds. A database that does not answer leaves out what only it knows. */
  async read(): Promise<RegionOverview> {
    const { reads, writes } = this.health.verdict()
    const { current } = this.own
    const replication = this.positions.isAway ? null : await unlessUnavailable(() => this.#replication())
    return {
      region: this.config.region,
      state: current?.state ?? null,
      changedAt: current?.changedAt.toISOString() ?? null,
      changedBy: current?.changedBy ?? null,
      reads: { ok: reads.ok, reasons: [...reads.reasons] },
      writes: { ok: writes.ok, reasons: [...writes.reasons] },
      peer: { state: this.watch.state, silenceMs: this.#silence() },
      // Only of a primary that has just answered: a frozen one would be waited for by every connection of the pool in turn.
      openIncidents: replication === null ? null : await unlessUnavailable(() => this.#openIncidents()),
      replication,
    }
  }

  #silence(): RegionOverview['peer']['silenceMs'] {
    const { http, replication } = this.watch.silence
    return { http: Math.round(http), replication: Math.round(replication) }
  }

  async #openIncidents(): Promise<number> {
    return this.sql.run(async (connection) => (await listIncidents(connection, { open: true, limit: 1000 })).length)
  }

  async #replication(): Promise<NonNullable<RegionOverview['replication']>> {
    const { here, peer, confirmed } = await this.positions.measure()
    return {
      committed: formatPosition(here),
      appliedFromPeer: shown(peer),
      confirmedByPeer: shown(confirmed),
      unconfirmedBytes: confirmed === null ? null : Math.max(0, Number(here - confirmed)),
    }
  }
}

/** What only the database knows is left out while it does not answer. */
async function unlessUnavailable<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (isDatabaseUnavailableError(error)) return null
    throw error
  }
}

const shown = (position: LogPosition | null) => (position === null ? null : formatPosition(position))

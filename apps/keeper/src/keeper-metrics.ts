import { INCIDENT_KINDS, type ApplyRound, type IncidentKind, type Verification } from '@bicoastal/convergence'
import { Injectable } from '@nestjs/common'
import { Counter, Gauge, Registry } from 'prom-client'

/** What the keeper sees and does. */
@Injectable()
export class KeeperMetrics {
  /** 1 while this process keeps the region. Over all keepers of a region the sum is 1. */
  readonly active: Gauge
  readonly peerReachable: Gauge
  readonly clockSkew: Gauge
  readonly #roundAt: Gauge
  readonly #openIncidents: Gauge<'kind'>
  readonly #quarantined: Gauge
  readonly #takenOver: Counter
  readonly #fetched: Counter
  readonly #blockersEnded: Counter
  readonly #failures: Counter<'work'>
  readonly #differing: Gauge<'table'>
  readonly #verifiedAt: Gauge

  constructor(registry: Registry) {
    const registers = [registry]
    const gauge = (name: string, help: string): Gauge => new Gauge({ name, help, registers })
    const counter = (name: string, help: string): Counter => new Counter({ name, help, registers })
    this.active = gauge('keeper_active', 'Whether this keeper holds the lock of its region')
    this.peerReachable = gauge('keeper_peer_reachable', "Whether the peer's database answers")
    this.clockSkew = gauge('keeper_clock_skew_seconds', "By how much the peer's clock is ahead")
    this.#roundAt = gauge('keeper_round_timestamp_seconds', 'When a round was last finished')
    this.#openIncidents = new Gauge({
      name: 'incidents_open',
      help: 'Incidents that last',
      labelNames: ['kind'],
      registers,
    })
    this.#quarantined = gauge('quarantined_rows', 'Rows of the peer that this region cannot hold')
    this.#takenOver = counter(
      'keeper_transactions_taken_over_total',
      'Transactions that failed to apply and were taken over',
    )
    this.#fetched = counter('keeper_rows_fetched_total', 'Rows that were fetched from the peer and merged')
    this.#blockersEnded = counter('keeper_blockers_ended_total', 'Connections ended because they held up replication')
    this.#failures = new Counter({
      name: 'keeper_failures_total',
      help: 'Rounds that failed, by work: round, verification',
      labelNames: ['work'],
      registers,
    })
    this.#differing = new Gauge({
      name: 'verification_differing_rows',
      help: 'Rows that differed for good when the regions were last compared',
      labelNames: ['table'],
      registers,
    })
    this.#verifiedAt = gauge('verification_timestamp_seconds', 'When the regions were last compared')
  }

  round({ transactionsTakenOver, rowsFetched, quarantined, blockersEnded }: ApplyRound): void {
    this.#takenOver.inc(transactionsTakenOver)
    this.#fetched.inc(rowsFetched)
    this.#blockersEnded.inc(blockersEnded)
    this.#quarantined.set(quarantined)
    this.#roundAt.setToCurrentTime()
  }

  failed(work: 'round' | 'verification'): void {
    this.#failures.inc({ work })
  }

  incidents(open: readonly { readonly kind: IncidentKind }[]): void {
    for (const kind of INCIDENT_KINDS) {
      this.#openIncidents.set({ kind }, open.filter((incident) => incident.kind === kind).length)
    }
  }

  verified({ tables }: Verification): void {
    this.#differing.reset()
    for (const { table, differing } of tables) this.#differing.set({ table }, differing)
    this.#verifiedAt.setToCurrentTime()
  }
}

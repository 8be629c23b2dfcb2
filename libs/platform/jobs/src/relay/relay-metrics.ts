import { Injectable } from '@nestjs/common'
import { Counter, Gauge, Registry } from 'prom-client'

/** What the relay did and how far behind the region is. */
@Injectable()
export class RelayMetrics {
  /** 1 while this process holds the slot. Over all relays of a region the sum is 1. */
  readonly active: Gauge
  readonly jobs: Counter
  readonly invalidations: Counter
  readonly #failures: Counter<'target'>
  readonly #givenUp: Counter<'reason'>
  readonly outboxAge: Gauge
  readonly replicationLagBytes: Gauge<'slot'>
  readonly replicationLagSeconds: Gauge<'peer'>
  readonly observedAt: Gauge

  constructor(registry: Registry) {
    const registers = [registry]
    this.active = new Gauge({ name: 'relay_active', help: 'Whether this relay holds the slot', registers })
    this.jobs = new Counter({ name: 'relay_jobs_total', help: 'Jobs given to the queue', registers })
    this.invalidations = new Counter({
      name: 'relay_invalidations_total',
      help: 'Changes told to the cache',
      registers,
    })
    this.#failures = new Counter({
      name: 'relay_failures_total',
      help: 'Failures, by what failed: log, queue, cache, observation',
      labelNames: ['target'],
      registers,
    })
    this.#givenUp = new Counter({
      name: 'relay_invalidations_given_up_total',
      help: 'Changes that the cache could not be told in time, by reason; stale values live out their time at most',
      labelNames: ['reason'],
      registers,
    })
    this.outboxAge = new Gauge({
      name: 'outbox_age_seconds',
      help: 'Age of the oldest job of this region that is still to be done, 0 without any',
      registers,
    })
    this.replicationLagBytes = new Gauge({
      name: 'replication_lag_bytes',
      help: 'Write-ahead log that the reader of a slot has not confirmed: to_<peer> is the peer, relay is the relay',
      labelNames: ['slot'],
      registers,
    })
    this.replicationLagSeconds = new Gauge({
      name: 'replication_lag_seconds',
      help: "Age of the peer's last heartbeat that arrived here; around half a second without any lag",
      labelNames: ['peer'],
      registers,
    })
    this.observedAt = new Gauge({
      name: 'region_observed_timestamp_seconds',
      help: 'When the outbox and replication were last looked at; the other gauges are as old as this',
      registers,
    })
  }

  /** One more failure of `target`. */
  failed(target: 'log' | 'queue' | 'cache' | 'observation'): void {
    this.#failures.inc({ target })
  }

  /** One more change that the cache will not be told of. */
  invalidationGivenUp(reason: 'expired' | 'overflow'): void {
    this.#givenUp.inc({ reason })
  }
}

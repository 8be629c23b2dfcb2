import { Injectable } from '@nestjs/common'
import { Counter, Registry } from 'prom-client'

/** Counts where reads of requests were answered, and how often a session could not be kept. */
@Injectable()
export class SessionMetrics {
  /** Reads that a replica answered. */
  readonly onReplica: Counter.Internal
  /** Reads that the primary answered. */
  readonly onPrimary: Counter.Internal
  /** Requests that were answered from a state that may be older than what their caller had seen. */
  readonly stale: Counter.Internal
  /** Requests that were refused instead, because the caller wanted so. */
  readonly refused: Counter.Internal

  constructor(registry: Registry) {
    const reads = new Counter({
      name: 'database_reads_total',
      help: 'Reads of requests, by the server that answered',
      labelNames: ['server'],
      registers: [registry],
    })
    const broken = new Counter({
      name: 'sessions_not_kept_total',
      help: 'Requests whose session was ahead of this region for too long, by what they were answered',
      labelNames: ['answer'],
      registers: [registry],
    })
    this.onReplica = reads.labels('replica')
    this.onPrimary = reads.labels('primary')
    this.stale = broken.labels('stale')
    this.refused = broken.labels('refused')
  }
}

import { Injectable } from '@nestjs/common'
import { Counter, Registry } from 'prom-client'

/** What the cache did and could not do. */
@Injectable()
export class CacheMetrics {
  readonly hits: Counter
  readonly misses: Counter
  /** Values that were not stored because a newer one, or a newer floor, was there: races won. */
  readonly refused: Counter
  /** Values shown because they could not be loaded. */
  readonly stale: Counter
  /** Values loaded again while the old one was shown. */
  readonly renewed: Counter
  readonly #failures: Counter<'operation'>

  constructor(registry: Registry) {
    const counter = (name: string, help: string) => new Counter({ name, help, registers: [registry] })
    this.hits = counter('cache_hits_total', 'Reads answered by the cache')
    this.misses = counter('cache_misses_total', 'Reads answered by the database')
    this.refused = counter('cache_stale_fills_total', 'Values not stored because a newer one was known')
    this.stale = counter(
      'cache_stale_shown_total',
      'Reads answered with the last known value, because the database was not available',
    )
    this.renewed = counter('cache_renewals_total', 'Values loaded again before their end, while the old one was shown')
    this.#failures = new Counter({
      name: 'cache_failures_total',
      help: 'Operations that the cache did not answer, by operation',
      labelNames: ['operation'],
      registers: [registry],
    })
  }

  /** One more operation that the cache did not answer. */
  failed(operation: 'read' | 'fill' | 'invalidate' | 'renew'): void {
    this.#failures.inc({ operation })
  }
}

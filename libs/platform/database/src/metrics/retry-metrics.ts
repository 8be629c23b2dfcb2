import { Injectable } from '@nestjs/common'
import { Counter, Registry } from 'prom-client'
import type { Failure } from '../errors/failure.js'

/** Counts work that was done again: the first sign of contention or of connections that break. */
@Injectable()
export class RetryMetrics {
  readonly #retries: Counter<'reason'>

  constructor(registry: Registry) {
    this.#retries = new Counter({
      name: 'database_retries_total',
      help: 'Transactions and statements that were run again, by reason',
      labelNames: ['reason'],
      registers: [registry],
    })
  }

  /** One more repetition because of `reason`. */
  repeated(reason: Failure): void {
    this.#retries.inc({ reason })
  }
}

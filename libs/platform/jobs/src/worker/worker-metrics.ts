import { type Milliseconds, seconds } from '@bicoastal/kernel'
import { Injectable } from '@nestjs/common'
import { Counter, Histogram, Registry } from 'prom-client'

/** What a worker did. */
@Injectable()
export class WorkerMetrics {
  readonly #duration: Histogram<'job' | 'outcome'>
  readonly #errors: Counter

  constructor(registry: Registry) {
    this.#duration = new Histogram({
      name: 'job_duration_seconds',
      help: 'Time to handle one delivery of a job, by job and outcome',
      labelNames: ['job', 'outcome'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    })
    this.#errors = new Counter({
      name: 'job_queue_errors_total',
      help: 'Failures of the connection between worker and queue',
      registers: [registry],
    })
  }

  /** One delivery of a job was handled. `retried` and `failed` are attempts that threw. */
  delivered(job: string, outcome: string, duration: Milliseconds): void {
    this.#duration.observe({ job, outcome }, duration / seconds(1))
  }

  /** The queue did not answer as it should. */
  queueFailed(): void {
    this.#errors.inc()
  }
}

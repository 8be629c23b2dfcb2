import { type Clock, type Milliseconds, systemClock } from '@bicoastal/kernel'
import type { Attempt } from './attempt.js'

/** Every attempt of every workload of one drill, in the order in which they ended. */
export class History {
  private readonly startedAt: Milliseconds
  private readonly recorded: Attempt[] = []

  constructor(private readonly clock: Clock = systemClock) {
    this.startedAt = clock.monotonic()
  }

  /** Milliseconds since this history began. */
  now(): Milliseconds {
    return this.clock.monotonic() - this.startedAt
  }

  record(attempt: Attempt): void {
    this.recorded.push(attempt)
  }

  /** When the last attempt ended: without load there is nothing to measure. */
  get end(): Milliseconds {
    return this.recorded.at(-1)?.endedAt ?? 0
  }

  get attempts(): readonly Attempt[] {
    return this.recorded
  }

  /** The attempts of one workload, which alone knows the types of its intents and receipts. */
  of<Intent, Receipt>(workload: string): Attempt<Intent, Receipt>[] {
    return this.recorded.filter((attempt) => attempt.workload === workload) as Attempt<Intent, Receipt>[]
  }
}

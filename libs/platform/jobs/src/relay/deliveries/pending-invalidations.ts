import { setTimeout as delay } from 'node:timers/promises'
import { type Milliseconds, seconds } from '@bicoastal/kernel'
import type { Span } from './acknowledgements.js'

/** How {@link PendingInvalidations} delivers. */
export interface InvalidationOptions {
  /** Tells the cache that the value under `key` has reached `revision`, or throws. */
  raise(key: string, revision: string): Promise<void>
  /** Told about every key whose invalidation failed. */
  failed(error: unknown): void
  /** Told about every key that was given up because no value of it can be left in the cache, or for want of memory. */
  givenUp(reason: 'expired' | 'overflow'): void
  /** After this nothing that was cached before a change is left in the cache, whether the cache was told or not. */
  readonly lifetime: Milliseconds
  /** Beyond this many waiting keys the oldest is given up. */
  readonly capacity: number
}

interface Pending {
  readonly revision: string
  readonly span: Span
  readonly since: Milliseconds
}

const BATCH_SIZE = 500
const LONGEST_PAUSE: Milliseconds = seconds(1)

/**
 * Tells the cache what changed. A key waits at most once: its newest revision stands for the older ones. While the cache is
 * away the log is held, but only for as long as a cached value lives; a dead cache must neither stop jobs nor fill the disk.
 */
export class PendingInvalidations {
  readonly #waiting = new Map<string, Pending>()
  readonly #closing = new AbortController()
  #running = false

  constructor(private readonly options: InvalidationOptions) {}

  /** Takes the news of the transaction that `span` stands for. */
  push(key: string, revision: string, span: Span): void {
    span.expect()
    this.#put(key, { revision, span, since: performance.now() })
    if (this.#waiting.size > this.options.capacity) this.#giveUpOldest()
    if (this.#running) return
    this.#running = true
    setImmediate(() => void this.#run())
  }

  /** Drops what is waiting. It is not acknowledged, so it comes again. */
  close(): void {
    this.#closing.abort()
    this.#waiting.clear()
  }

  /** The newest takes the place of an older one: a log that is read again begins before either. */
  #put(key: string, pending: Pending): void {
    const older = this.#waiting.get(key)
    this.#waiting.delete(key)
    this.#waiting.set(key, pending)
    older?.span.settle()
  }

  async #run(): Promise<void> {
    for (let failures = 0; this.#waiting.size > 0 && !this.#closing.signal.aborted;) {
      const batch = [...this.#waiting.entries()].slice(0, BATCH_SIZE)
      for (const [key] of batch) this.#waiting.delete(key)
      const failed = await this.#deliver(batch)
      if (this.#closing.signal.aborted) break
      if (failed.length === 0) failures = 0
      else await this.#wait((failures += 1))
      for (const entry of failed) this.#keepForLater(...entry)
    }
    this.#running = false
  }

  async #deliver(batch: readonly [string, Pending][]): Promise<[string, Pending][]> {
    const outcomes = await Promise.allSettled(batch.map(([key, { revision }]) => this.options.raise(key, revision)))
    const failed: [string, Pending][] = []
    outcomes.forEach((outcome, index) => {
      const entry = batch[index]
      if (!entry || this.#closing.signal.aborted) return
      if (outcome.status === 'fulfilled') return entry[1].span.settle()
      this.options.failed(outcome.reason)
      failed.push(entry)
    })
    return failed
  }

  #keepForLater(key: string, pending: Pending): void {
    if (this.#closing.signal.aborted) return
    if (performance.now() - pending.since > this.options.lifetime) this.#giveUp(pending, 'expired')
    else if (this.#waiting.has(key)) pending.span.settle()
    else this.#waiting.set(key, pending)
  }

  #giveUpOldest(): void {
    const [oldest] = this.#waiting
    if (!oldest) return
    this.#waiting.delete(oldest[0])
    this.#giveUp(oldest[1], 'overflow')
  }

  #giveUp({ span }: Pending, reason: 'expired' | 'overflow'): void {
    this.options.givenUp(reason)
    span.settle()
  }

  async #wait(failures: number): Promise<void> {
    const pause = Math.min(LONGEST_PAUSE, 25 * 2 ** failures)
    // Aborted when it is closed, which the loop looks at next.
    await delay(pause, undefined, { signal: this.#closing.signal }).catch(() => undefined)
  }
}

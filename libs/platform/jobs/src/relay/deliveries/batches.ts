import { setTimeout as delay } from 'node:timers/promises'
import type { Milliseconds } from '@bicoastal/kernel'
import type { Span } from './acknowledgements.js'

/** How {@link Batches} delivers. */
export interface BatchesOptions<Item> {
  /** Delivers all of them, or throws; then all of them are delivered again. */
  deliver(items: readonly Item[]): Promise<void>
  /** Told about every delivery that failed. */
  failed(error: unknown): void
  /** Beyond this many waiting items there is no room. */
  readonly capacity: number
  readonly batchSize: number
}

const LONGEST_PAUSE: Milliseconds = 1000

/**
 * Delivers items in order, in batches that grow with the load: whatever came in while the last one was under way. A batch
 * that fails is repeated until it succeeds. Memory is bounded as long as those who push mind {@link room}.
 */
export class Batches<Item> {
  readonly #waiting: { readonly item: Item; readonly span: Span }[] = []
  readonly #closing = new AbortController()
  #running = false
  #room: PromiseWithResolvers<void> | undefined

  constructor(private readonly options: BatchesOptions<Item>) {}

  /** Takes an item of the transaction that `span` stands for. */
  push(item: Item, span: Span): void {
    span.expect()
    this.#waiting.push({ item, span })
    if (this.#running) return
    this.#running = true
    // Not at once: what arrived in the same piece of the log goes in one batch.
    setImmediate(() => void this.#run())
  }

  /** Settles when more can be pushed; `undefined` when it can at once. */
  room(): Promise<void> | undefined {
    if (this.#waiting.length < this.options.capacity) return undefined
    this.#room ??= Promise.withResolvers()
    return this.#room.promise
  }

  /** Drops what is waiting. It is not acknowledged, so it comes again. */
  close(): void {
    this.#closing.abort()
    this.#waiting.length = 0
    this.#makeRoom()
  }

  async #run(): Promise<void> {
    for (let failures = 0; this.#waiting.length > 0;) {
      const batch = this.#waiting.slice(0, this.options.batchSize)
      try {
        await this.options.deliver(batch.map(({ item }) => item))
        failures = 0
      } catch (error) {
        if (this.#closing.signal.aborted) break
        this.options.failed(error)
        failures += 1
        await this.#pause(failures)
        continue
      }
      if (this.#closing.signal.aborted) break
      this.#waiting.splice(0, batch.length)
      for (const { span } of batch) span.settle()
      this.#makeRoom()
    }
    this.#running = false
  }

  #makeRoom(): void {
    if (this.#waiting.length >= this.options.capacity) return
    this.#room?.resolve()
    this.#room = undefined
  }

  async #pause(failures: number): Promise<void> {
    const pause = Math.min(LONGEST_PAUSE, 50 * 2 ** failures)
    // Aborted when it is closed, which the loop looks at next.
    await delay(pause, undefined, { signal: this.#closing.signal }).catch(() => undefined)
  }
}

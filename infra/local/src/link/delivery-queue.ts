import type { Milliseconds } from '@bicoastal/kernel'

interface Delivery<T> {
  readonly item: T
  readonly dueAt: Milliseconds
}

/** What one direction has on its way: in order, each item not before it is due. */
export class DeliveryQueue<T> {
  readonly #deliveries: Delivery<T>[] = []
  #lastDueAt: Milliseconds = 0

  /** Adds an item that is due at `dueAt`, or with what is before it if that is due later: a stream never overtakes. */
  add(item: T, dueAt: Milliseconds): void {
    this.#lastDueAt = Math.max(this.#lastDueAt, dueAt)
    this.#deliveries.push({ item, dueAt: this.#lastDueAt })
  }

  /** Takes the next item that is due at `now`. */
  take(now: Milliseconds): T | undefined {
    const next = this.#deliveries[0]
    return next && next.dueAt <= now ? this.#deliveries.shift()?.item : undefined
  }

  /** Milliseconds until the next item is due, `undefined` when nothing is on its way. */
  untilNext(now: Milliseconds): Milliseconds | undefined {
    const next = this.#deliveries[0]
    return next && Math.max(0, next.dueAt - now)
  }

  get isEmpty(): boolean {
    return this.#deliveries.length === 0
  }
}

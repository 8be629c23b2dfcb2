import { LOG_START, type LogPosition } from '@bicoastal/kernel'

/** The part of the log that one transaction takes up, and how many of its deliveries are still under way. */
export class Span {
  #outstanding = 0
  #end: LogPosition | undefined

  constructor(private readonly settled: () => void) {}

  /** Where it ends, `undefined` until its commit was seen. */
  get end(): LogPosition | undefined {
    return this.#end
  }

  /** True when its commit was seen and nothing of it is under way. */
  get complete(): boolean {
    return this.#end !== undefined && this.#outstanding === 0
  }

  /** One more delivery is under way. */
  expect(): void {
    this.#outstanding += 1
  }

  /** One delivery of it arrived. */
  settle(): void {
    this.#outstanding -= 1
    if (this.complete) this.settled()
  }

  /** It ends at `position`, or later than it was thought to. */
  reach(position: LogPosition): void {
    this.#end = position
    if (this.complete) this.settled()
  }
}

/**
 * Knows how far the log is processed without a gap, though deliveries arrive in any order. Holds only spans with deliveries
 * under way: one that needs none merges into the span before it.
 */
export class Acknowledgements {
  readonly #spans: Span[] = []
  #processed: LogPosition = LOG_START

  /** Everything before this is delivered. */
  get processed(): LogPosition {
    return this.#processed
  }

  /** A transaction begins. */
  begin(): Span {
    const span = new Span(() => this.#advance())
    this.#spans.push(span)
    return span
  }

  /** The transaction that began last ends at `position`. */
  commit(position: LogPosition): void {
    this.#spans.at(-1)?.reach(position)
    const [before, last] = this.#spans.slice(-2)
    if (before && last?.complete) {
      this.#spans.pop()
      before.reach(position)
    }
  }

  /** Nothing that concerns us lies between the last transaction and `position`. */
  reach(position: LogPosition): void {
    const last = this.#spans.at(-1)
    if (!last) this.#processed = position > this.#processed ? position : this.#processed
    else if (last.end !== undefined && position > last.end) last.reach(position)
  }

  #advance(): void {
    for (let first = this.#spans[0]; first?.complete; first = this.#spans[0]) {
      if (first.end !== undefined) this.#processed = first.end
      this.#spans.shift()
    }
  }
}

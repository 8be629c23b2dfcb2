/** Lets callers that want the same thing at the same time share one attempt to get it. */
export class SingleFlight<T> {
  readonly #flights = new Map<string, Promise<T>>()
  readonly #awaited = new Map<string, Promise<T>>()

  /** What `start` resolves to, or what an attempt that is already under way for `key` does. */
  join(key: string, start: () => Promise<T>): Promise<T> {
    const flight = this.#flights.get(key)
    return flight ?? this.begin(key, start)
  }

  /** True while an attempt for `key` is under way. */
  has(key: string): boolean {
    return this.#flights.has(key)
  }

  /** Starts a new attempt, which later callers join instead of any earlier one. */
  begin(key: string, start: () => Promise<T>): Promise<T> {
    const flight = start().finally(() => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key)
    })
    this.#flights.set(key, flight)
    return flight
  }

  /**
   * What an attempt resolves to that begins after this call, shared by all who ask for one meanwhile: at most one is under
   * way for them, however many there are.
   */
  next(key: string, start: () => Promise<T>): Promise<T> {
    const awaited = this.#awaited.get(key)
    if (awaited) return awaited
    const attempt = this.#afterPresent(key, start)
    this.#awaited.set(key, attempt)
    return attempt
  }

  /** Makes later callers start anew: what is under way may predate what they must see. */
  forget(key: string): void {
    this.#flights.delete(key)
  }

  async #afterPresent(key: string, start: () => Promise<T>): Promise<T> {
    // Its outcome is for those who share it.
    await this.#flights.get(key)?.catch(() => undefined)
    this.#awaited.delete(key)
    return this.begin(key, start)
  }
}

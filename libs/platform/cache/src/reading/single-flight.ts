/** Lets callers that want the same thing at the same time share one attempt to get it. */
export class SingleFlight<T> {
  readonly #flights = new Map<string, Promise<T>>()

  /** What `start` resolves to, or what an attempt that is already under way for `key` does. */
  join(key: string, start: () => Promise<T>): Promise<T> {
    const flight = this.#flights.get(key)
    return flight ?? this.begin(key, start)
  }

  /** Starts a new attempt, which later callers join instead of any earlier one. */
  begin(key: string, start: () => Promise<T>): Promise<T> {
    const flight = start().finally(() => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key)
    })
    this.#flights.set(key, flight)
    return flight
  }

  /** Makes later callers start anew: what is under way may predate what they must see. */
  forget(key: string): void {
    this.#flights.delete(key)
  }
}

import type { Milliseconds } from '@bicoastal/kernel'

type Reject = (reason: Error) => void

/**
 * Fails commands that are not answered in time. One timer watches all of them: a timer of its own for each command, as
 * ioredis' `commandTimeout` sets, costs a cached read more than everything else that the cache library does.
 *
 * Commands are failed after `longest` at the latest, and not before half of it. A process that was itself held up does
 * not fail what it sent before: a command must see two ticks of the timer, and a late timer ticks once.
 */
export class CommandDeadline {
  /** Unanswered commands that have seen no tick yet, and those that have seen one. */
  #recent = new Set<Reject>()
  #overdue = new Set<Reject>()
  #ticking = false
  readonly #interval: Milliseconds

  /** @param expired makes the error of a command that was not answered. */
  constructor(
    longest: Milliseconds,
    private readonly expired: () => Error,
  ) {
    this.#interval = longest / 2
  }

  /** What `answer` comes to, or a rejection when that takes too long; what it comes to later is ignored. */
  watch<T>(answer: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#recent.add(reject)
      if (!this.#ticking) this.#tickLater()
      answer.then(
        (value) => {
          this.#forget(reject)
          return resolve(value)
        },
        (error: Error) => {
          this.#forget(reject)
          return reject(error)
        },
      )
    })
  }

  #forget(command: Reject): void {
    if (!this.#recent.delete(command)) this.#overdue.delete(command)
  }

  #tickLater(): void {
    this.#ticking = true
    setTimeout(() => this.#tick(), this.#interval)
  }

  #tick(): void {
    const failed = this.#overdue
    this.#overdue = this.#recent
    this.#recent = failed
    for (const reject of failed) reject(this.expired())
    failed.clear()
    this.#ticking = false
    // Where nothing is left to watch, no timer may keep the process from ending.
    if (this.#overdue.size > 0) this.#tickLater()
  }
}

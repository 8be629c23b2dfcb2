import { type Shortage, nameOf } from './shortage.js'

/** What is asked for as one, and for whom. */
interface Batch {
  missing: number
  readonly left: Promise<number>
}

interface Queue {
  /** Ends when the question that is under way is answered, whatever the answer. */
  readonly running: Promise<void>
  next?: Batch
}

/**
 * Makes many who lack the same at once ask the peer together: while one question is under way, those who come wait for the next
 * one, which asks for all of them. Whoever joins is answered by a question that was put after that.
 */
export class PendingShortages {
  readonly #queues = new Map<string, Queue>()

  constructor(private readonly put: (shortage: Shortage) => Promise<number>) {}

  /** Resolves with what the question resolves with that asks for this shortage, among others; rejects as it does. */
  ask(shortage: Shortage): Promise<number> {
    const queue = this.#queues.get(nameOf(shortage.escrow))
    if (!queue) return this.#start(shortage)
    if (queue.next) {
      queue.next.missing += shortage.missing
      return queue.next.left
    }
    const next: Batch = {
      missing: shortage.missing,
      left: queue.running.then(() => this.#start({ escrow: shortage.escrow, missing: next.missing })),
    }
    queue.next = next
    return next.left
  }

  #start(shortage: Shortage): Promise<number> {
    const name = nameOf(shortage.escrow)
    const left = this.put(shortage)
    const settle = (): void => {
      if (!queue.next) this.#queues.delete(name)
    }
    const queue: Queue = { running: left.then(settle, settle) }
    this.#queues.set(name, queue)
    return left
  }
}

import type { Socket } from 'node:net'
import type { LinkFault } from './link-fault.js'
import { DeliveryQueue } from './delivery-queue.js'
import { retransmissionStall } from './retransmission.js'

/** What a stream can carry: bytes, its orderly end, its breaking off. */
type Passenger = Buffer | 'end' | 'broken'

/** Bytes under way at most, like a TCP window: beyond it the sender is held back. */
const WINDOW_BYTES = 8 * 1024 * 1024

/**
 * Carries one connection's bytes from `source` to `target` under the direction's present fault. Ends and breaks
 * travel like bytes do: behind a cut neither side learns that the other is gone.
 */
export class Direction {
  readonly #queue = new DeliveryQueue<Passenger>()
  #underWay = 0
  #timer: NodeJS.Timeout | undefined
  #blocked = false

  constructor(
    private readonly source: Socket,
    private readonly target: Socket,
    private readonly fault: () => LinkFault,
    private readonly roundTrip: () => number,
  ) {
    source.on('data', (bytes: Buffer) => this.#accept(bytes))
    source.on('end', () => this.#accept('end'))
    source.on('error', () => this.#accept('broken'))
    target.on('drain', () => {
      this.#blocked = false
      this.deliver()
    })
  }

  /** Delivers what is due. Call it when the fault has changed. */
  deliver(): void {
    clearTimeout(this.#timer)
    const now = performance.now()
    while (!this.#blocked && !this.fault().cut) {
      const passenger = this.#queue.take(now)
      if (passenger === undefined) break
      this.#hand(passenger)
    }
    const wait = this.#blocked || this.fault().cut ? undefined : this.#queue.untilNext(now)
    if (wait !== undefined) this.#timer = setTimeout(() => this.deliver(), wait)
    this.#holdSenderBack()
  }

  /** Forgets everything under way. */
  close(): void {
    clearTimeout(this.#timer)
  }

  #accept(passenger: Passenger): void {
    const { delay, loss } = this.fault()
    const bytes = typeof passenger === 'string' ? 0 : passenger.length
    this.#underWay += bytes
    this.#queue.add(
      passenger,
      performance.now() + delay + retransmissionStall(bytes, loss, this.roundTrip(), Math.random),
    )
    this.deliver()
  }

  #hand(passenger: Passenger): void {
    if (passenger === 'end') this.target.end()
    else if (passenger === 'broken') this.target.resetAndDestroy()
    else {
      this.#underWay -= passenger.length
      this.#blocked = !this.target.write(passenger)
    }
  }

  #holdSenderBack(): void {
    if (this.#underWay > WINDOW_BYTES) this.source.pause()
    else if (this.source.isPaused()) this.source.resume()
  }
}

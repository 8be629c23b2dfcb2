import { setTimeout as delay } from 'node:timers/promises'
import type { Milliseconds } from '@bicoastal/kernel'
import { Injectable, type OnModuleDestroy } from '@nestjs/common'
import { Replica } from '../routing/replica.js'
import { PrimaryPositions } from './primary-positions.js'

/** What is known of the primary is at most so old, or as old as its last answer. */
const INTERVAL: Milliseconds = 100

/** Keeps a process that serves callers informed about primary and replica, so that requests rarely have to ask. */
@Injectable()
export class PositionWatch implements OnModuleDestroy {
  readonly #stopping = new AbortController()
  #watching: Promise<void> = Promise.resolve()

  constructor(
    private readonly primary: PrimaryPositions,
    private readonly replica: Replica,
  ) {}

  /** Begins, and waits for nothing: a process starts without its database. */
  start(): void {
    this.replica.start()
    this.#watching = this.#watch()
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping.abort()
    await Promise.all([this.#watching, this.replica.stop()])
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      // A primary that does not answer is what there is to know; it says so itself.
      await this.primary.measure().catch(() => undefined)
      // Aborted when it stops, which the loop looks at next.
      await delay(INTERVAL, undefined, { signal }).catch(() => undefined)
    }
  }
}

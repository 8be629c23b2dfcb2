import { setTimeout as delay } from 'node:timers/promises'
import { type Milliseconds, REGIONS, type RegionId } from '@bicoastal/kernel'
import type { TwoRegions } from '@bicoastal/testkit'
import { Climb, ORDER_STATES } from '../checkers/climb.js'
import type { RegionFinding } from '../report/report.js'
import { readOrders } from '../states/orders.js'

const INTERVAL: Milliseconds = 500

/** Looks at the orders of a drill in each region again and again: afterwards nobody could tell that a state went back. */
export class StateWatch {
  readonly #stopping = new AbortController()
  readonly #watched: Readonly<Record<RegionId, Climb>> = {
    east: new Climb(ORDER_STATES),
    west: new Climb(ORDER_STATES),
  }
  readonly #work: Promise<unknown>

  /** Begins to look. */
  constructor(
    private readonly regions: TwoRegions,
    private readonly runId: string,
  ) {
    this.#work = Promise.all(REGIONS.map((region) => this.#watch(region)))
  }

  /** Stops looking, and says what went back in which region. */
  async end(): Promise<RegionFinding[]> {
    this.#stopping.abort()
    await this.#work
    return REGIONS.flatMap((region) => this.#watched[region].findings.map((finding) => ({ ...finding, region })))
  }

  async #watch(region: RegionId): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      try {
        for (const { id, state } of await readOrders(this.regions.sql(region), this.runId)) {
          this.#watched[region].see(`order ${id}`, state)
        }
      } catch {
        // The region is down, as drills want it: there is nothing to be seen.
      }
      await delay(INTERVAL, undefined, { signal }).catch(() => undefined)
    }
  }
}

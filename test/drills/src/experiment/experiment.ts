import { setTimeout as delay } from 'node:timers/promises'
import type { Milliseconds } from '@bicoastal/kernel'
import type { TwoRegions } from '@bicoastal/testkit'
import type { History } from '../history/history.js'
import type { Random } from '../workloads/random.js'
import type { Journal } from './journal.js'
import { SteadyStateMissedError } from './steady-state-missed.error.js'
import { steadyStateFault } from './steady-state.js'

/** What a drill works with while load is running. */
export class Experiment {
  private faultAt: Milliseconds | undefined
  private returnAt: Milliseconds | undefined

  constructor(
    readonly regions: TwoRegions,
    readonly random: Random,
    /** How long each phase (steady, fault, return) lasts at least. */
    readonly phase: Milliseconds,
    private readonly history: History,
    private readonly journal: Journal,
    /** Aborts when the person at the keyboard has had enough; the drill is healed then. */
    private readonly signal: AbortSignal,
  ) {}

  /** Lets the load run for a while. @throws AbortError when the drill is interrupted. */
  async hold(duration: Milliseconds, why: string): Promise<void> {
    this.journal.write(`${why}, for ${duration / 1000} s`)
    await delay(duration, undefined, { signal: this.signal })
  }

  /**
   * Checks that there is something to disturb: nothing fails, and every operation is served by both regions.
   *
   * @throws SteadyStateMissedError naming what is wrong.
   */
  requireSteadyState(): void {
    const fault = steadyStateFault(this.history.attempts)
    if (fault !== undefined) throw new SteadyStateMissedError(fault)
  }

  /** Causes the fault. The outage is measured from the moment before `cause` begins. */
  async fault(what: string, cause: () => Promise<unknown>): Promise<void> {
    this.faultAt = this.journal.write(`Fault: ${what}`)
    await cause()
    this.journal.write('The fault is in place')
  }

  /** Takes the fault back. Failures after this moment count against the return, not the outage. */
  async undo(what: string, undo: () => Promise<unknown>): Promise<void> {
    this.returnAt = this.journal.write(what)
    await undo()
    this.journal.write(`Done: ${what}`)
  }

  /** When the fault and its undoing began; `undefined` for what has not happened. */
  get moments(): { readonly fault: Milliseconds | undefined; readonly undoing: Milliseconds | undefined } {
    return { fault: this.faultAt, undoing: this.returnAt }
  }
}

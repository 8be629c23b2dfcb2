import { setTimeout as delay } from 'node:timers/promises'
import type { Milliseconds } from '@bicoastal/kernel'
import type { TwoRegions } from '@bicoastal/testkit'
import type { Measurements } from '../budgets.js'
import type { History } from '../history/history.js'
import type { Random } from '../workloads/random.js'
import type { Journal } from './journal.js'
import { SteadyStateMissedError } from './steady-state-missed.error.js'
import { steadyStateFault } from './steady-state.js'

/** After a start caches are cold and standbys are being copied; a system that is not steady after so many phases is not well. */
const STEADY_STATE_ATTEMPTS = 4

/** What a drill works with while load is running. */
export class Experiment {
  private faultAt: Milliseconds | undefined
  private returnAt: Milliseconds | undefined
  private readonly measurements: { -readonly [Name in keyof Measurements]?: Measurements[Name] } = {}

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

  /** Writes down what only this drill can measure. A second value of one name must not hide the first: the larger stays. */
  measure(name: keyof Measurements, value: number): void {
    this.measurements[name] = Math.max(value, this.measurements[name] ?? 0)
    this.journal.write(`Measured ${name}: ${Math.round(value * 1000) / 1000}`)
  }

  /** What the drill itself has measured. */
  get measured(): Partial<Measurements> {
    return this.measurements
  }

  /** Milliseconds since the fault. */
  sinceFault(): Milliseconds {
    return this.history.now() - (this.faultAt ?? this.history.now())
  }

  /** Tells whoever watches, and the report, what was seen. */
  note(what: string): void {
    this.journal.write(what)
  }

  /**
   * Waits until there is something to disturb: for a whole phase nothing failed, and both regions served every operation.
   *
   * @throws SteadyStateMissedError naming what is wrong when that is not reached in time; AbortError when interrupted.
   */
  async steadyState(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const from = this.history.now()
      await this.hold(this.phase, 'Steady state')
      const fault = steadyStateFault(this.history.attempts.filter(({ startedAt }) => startedAt >= from))
      if (fault === undefined) return
      if (attempt === STEADY_STATE_ATTEMPTS) throw new SteadyStateMissedError(fault)
      this.journal.write(`Not steady yet: ${fault}`)
    }
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

import type { Finding } from './finding.js'

/** The states of an order that `placed` leads to; a later one is never left for an earlier one. */
export const ORDER_STATES = ['placed', 'paid', 'cancelled', 'shipped'] as const

/** State machines only climb: remembers the highest state in which each thing was seen, and finds those that went back. */
export class Climb {
  readonly #highest = new Map<string, number>()
  readonly #findings = new Map<string, Finding>()

  /** `states`: all states, lowest first. */
  constructor(private readonly states: readonly string[]) {}

  /** Takes in what was seen of one thing, later than everything that was seen of it before. */
  see(subject: string, state: string): void {
    const rank = this.states.indexOf(state)
    const highest = this.#highest.get(subject) ?? 0
    if (rank === -1) {
      this.#findings.set(subject, { kind: 'invented', subject, explanation: `It is "${state}", which is no state.` })
    } else if (rank < highest) {
      const explanation = `It was "${this.states[highest]}" and then "${state}".`
      this.#findings.set(subject, { kind: 'regressed', subject, explanation })
    } else this.#highest.set(subject, rank)
  }

  /** One finding for each thing that went back. */
  get findings(): readonly Finding[] {
    return [...this.#findings.values()]
  }
}

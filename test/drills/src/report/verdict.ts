import type { Budgets, Measurements } from '../budgets.js'

/** One budget and what was measured. */
export interface Verdict {
  readonly budget: keyof Measurements
  readonly limit: number
  /** `undefined` where the drill broke off before it could be measured; that never passes. */
  readonly measured: number | undefined
  readonly met: boolean
}

/** Holds every budget against what was measured. */
export function judge(budgets: Budgets, measured: Partial<Measurements>): Verdict[] {
  return (Object.entries(budgets) as [keyof Measurements, number][]).map(([budget, limit]) => {
    const value = measured[budget]
    return { budget, limit, measured: value, met: value !== undefined && value <= limit }
  })
}

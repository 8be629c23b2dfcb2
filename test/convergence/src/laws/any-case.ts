import * as fc from 'fast-check'
import type { EventSet, History } from './history.js'
import { type LawTable, rowOf } from './law-table.js'
import type { Case } from './merge-machine.js'

/** Three states that one row was in, and the history they come from. */
export interface ThreeStates {
  readonly history: History
  readonly states: readonly EventSet[]
}

/** Any three states of any history of a table's row; often the same one twice, or one that includes another. */
export function anyThree(table: LawTable): fc.Arbitrary<ThreeStates> {
  const pick = fc.noBias(fc.nat())
  return fc.tuple(table.histories, pick, pick, pick).map(([history, ...picks]) => {
    const { states } = history
    return { history, states: picks.map((place) => states[place % states.length] as EventSet) }
  })
}

/** The states as rows, and the row that includes all that any of them includes. */
export function caseOf(table: LawTable, { history, states }: ThreeStates): Case {
  const rows = new Map<EventSet, Case['joined']>()
  const row = (state: EventSet): Case['joined'] => {
    const known = rows.get(state) ?? rowOf(table, history, state)
    rows.set(state, known)
    return known
  }
  return { states: states.map(row), joined: row(states.reduce((one, other) => one | other)) }
}

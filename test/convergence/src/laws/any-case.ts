import * as fc from 'fast-check'
import { anyHistory, type EventSet, type History } from './history.js'
import { listingRow } from './listing-row.js'
import type { Case } from './merge-machine.js'

/** Three states that one row was in, and the history they come from. */
export interface ThreeStates {
  readonly history: History
  readonly states: readonly EventSet[]
}

/** Any three states of any history; often the same one twice, or one that includes another. */
export const anyThree: fc.Arbitrary<ThreeStates> = fc
  .tuple(anyHistory, fc.nat(), fc.nat(), fc.nat())
  .map(([history, ...picks]) => {
    const { states } = history
    return { history, states: picks.map((pick) => states[pick % states.length] as EventSet) }
  })

/** The states as rows, and the row that includes all that any of them includes. */
export function caseOf({ history, states }: ThreeStates): Case {
  return {
    states: states.map((state) => listingRow(history, state)),
    joined: listingRow(
      history,
      states.reduce((one, other) => one | other),
    ),
  }
}

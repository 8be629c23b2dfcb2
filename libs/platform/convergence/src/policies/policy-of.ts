import type { MergeUnit, ReplicatedTable } from '../model/replicated-table.js'
import { appendOnly } from './append-only.js'
import { counter } from './counter.js'
import { escrow } from './escrow.js'
import { firstWriteWins } from './first-write-wins.js'
import { highest } from './highest.js'
import { lastWriteWins } from './last-write-wins.js'
import type { MergePolicy, MergePolicyDefinition } from './merge-policy.js'
import { set } from './set.js'
import { tombstone } from './tombstone.js'

type Definitions = {
  readonly [Policy in MergeUnit['policy']]: MergePolicyDefinition<Extract<MergeUnit, { policy: Policy }>>
}

/** Every policy there is. A new one is a file, a unit type, a decorator and a line here. */
const DEFINITIONS: Definitions = { lastWriteWins, firstWriteWins, appendOnly, tombstone, counter, escrow, set, highest }

// The compiler cannot see that a unit and the definition found under the unit's own policy belong together.
const definitionOf = (unit: MergeUnit): MergePolicyDefinition<MergeUnit> =>
  DEFINITIONS[unit.policy] as MergePolicyDefinition<MergeUnit>

/** How a unit merges. */
export function policyOf(unit: MergeUnit, table: Pick<ReplicatedTable, 'schema' | 'name'>): MergePolicy {
  return definitionOf(unit).of(unit, table)
}

/** Why a unit's policy does not fit its columns; empty when it fits. */
export function faultsOfUnit(unit: MergeUnit): readonly string[] {
  return definitionOf(unit).faults(unit)
}

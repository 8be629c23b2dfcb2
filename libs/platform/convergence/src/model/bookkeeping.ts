import { type BookkeepingColumn } from '../policies/merge-policy.js'
import { policyOf } from '../policies/policy-of.js'
import { columnsOf, type ReplicatedTable } from './replicated-table.js'

/** The version of a row's insert; every replicated table has it. */
export const ROW_VERSION = '_h'

/** The columns the library adds to a table beside {@link ROW_VERSION}, in the order of the units. */
export function bookkeepingOf(table: ReplicatedTable): readonly BookkeepingColumn[] {
  return table.units.flatMap((unit) => policyOf(unit, table).bookkeeping)
}

/** Every column that replication carries: the developer's, then {@link ROW_VERSION}, then the other bookkeeping columns. */
export function replicatedColumnNames(table: ReplicatedTable): readonly string[] {
  return [
    ...columnsOf(table).map((column) => column.name),
    ROW_VERSION,
    ...bookkeepingOf(table).map((column) => column.name),
  ]
}

import { type BookkeepingColumn } from '../policies/merge-policy.js'
import { policyOf } from '../policies/policy-of.js'
import { columnsOf, type ReplicatedTable } from './replicated-table.js'
import { ROW_VERSION, SEEN_COLUMNS } from './version-vector.js'

/** The columns the library adds to a table beside {@link ROW_VERSION}: the version vector, then the state of each unit. */
export function bookkeepingOf(table: ReplicatedTable): readonly BookkeepingColumn[] {
  return [
    ...SEEN_COLUMNS.map((name): BookkeepingColumn => ({ name, type: 'bigint' })),
    ...table.units.flatMap((unit) => policyOf(unit, table).bookkeeping),
  ]
}

/** Every column that replication carries: the developer's, then {@link ROW_VERSION}, then the other bookkeeping columns. */
export function replicatedColumnNames(table: ReplicatedTable): readonly string[] {
  return [
    ...columnsOf(table).map((column) => column.name),
    ROW_VERSION,
    ...bookkeepingOf(table).map((column) => column.name),
  ]
}

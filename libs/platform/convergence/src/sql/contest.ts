import type { MergeUnit, ReplicatedColumn, ReplicatedTable } from '../model/replicated-table.js'
import type { Row } from '../policies/merge-policy.js'
import { policyOf } from '../policies/policy-of.js'
import { changed } from './changed.js'
import { identifier, literal } from './identifier.js'
import { isNeverOutOfLine } from './resent.js'

/** Longer values are not kept in the conflict inbox, as Postgres stores them: a merge must not fail for lack of memory. */
const LARGEST_KEPT_BYTES = 1_000_000

/**
 * PL/pgSQL that notes a unit's conflict before the unit is joined, while `OLD` and `NEW` are as they came. Two writes conflict exactly when neither
 * row includes the other's; what was written after reading it overwrites it by intention. Needs a variable `noted boolean`.
 */
export function notedConflict(table: ReplicatedTable, unit: MergeUnit): readonly string[] {
  const { contest } = policyOf(unit, table)
  if (contest === null) return []
  const { version, columns, keepsOld } = contest
  const values = [
    literal(table.schema),
    literal(table.name),
    object('NEW', table.key),
    literal(unit.name),
    literal(unit.policy),
    keepsOld,
    kept('OLD', columns),
    version('OLD'),
    kept('NEW', columns),
    version('NEW'),
  ]
  return [
    `IF NOT convergence.includes(new_seen, ${version('OLD')}) AND NOT convergence.includes(old_seen, ${version('NEW')})`,
    `   AND (${changed(columns)}) THEN`,
    // Not by PERFORM, which runs a query: an assignment only evaluates, which is a third of the cost of noting.
    `  noted := convergence.log_conflict(${values.join(', ')});`,
    'END IF;',
  ]
}

function object(row: Row, columns: readonly ReplicatedColumn[]): string {
  return `json_build_object(${columns.map(({ name }) => `${literal(name)}, ${row}.${identifier(name)}`).join(', ')})`
}

function kept(row: Row, columns: readonly ReplicatedColumn[]): string {
  const sizes = columns
    .filter((column) => !isNeverOutOfLine(column))
    .map(({ name }) => `coalesce(pg_column_size(${row}.${identifier(name)}), 0)`)
  return sizes.length === 0
    ? object(row, columns)
    : `(CASE WHEN ${sizes.join(' + ')} <= ${LARGEST_KEPT_BYTES} THEN ${object(row, columns)} END)`
}

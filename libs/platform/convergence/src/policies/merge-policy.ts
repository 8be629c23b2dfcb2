import type { RowImage } from '@bicoastal/kernel'
import type { MergeUnit, ReplicatedTable } from '../model/replicated-table.js'

/** A PL/pgSQL row variable in a generated function, or a table alias in an expression. */
export type Row = string

/** A column that the library adds to a table to keep a unit's merge state. */
export interface BookkeepingColumn {
  readonly name: string
  readonly type: 'bigint' | 'bigint[]'
}

/**
 * How one unit of a table merges: the port every merge policy implements. The generator asks each unit's policy for its part and
 * joins the parts into the table's trigger functions; it knows no policy by name.
 *
 * Laws: the values two rows can hold for the unit form a join-semilattice. `dominates` is its order, `merge` its join
 * (commutative, associative, idempotent, equal inputs give byte-equal outputs), and `revision` grows strictly along it.
 * All fragments are static SQL in which everything outside `pg_catalog` is schema-qualified: the apply worker has no
 * usable search path.
 */
export interface MergePolicy {
  /** Columns that keep the unit's state beside its values. */
  readonly bookkeeping: readonly BookkeepingColumn[]
  /** Those bookkeeping columns that hold versions: a new version of the row exceeds them all. */
  readonly versions: readonly string[]
  /** `column = expression` for rows that were there before the table became replicated; as if they were inserted now. */
  readonly adopt: readonly string[]
  /** Statements run before a local INSERT. `NEW._h` is the version just issued. */
  readonly stampInsert: readonly string[]
  /** Statements run before a local UPDATE. `version` is the version just issued, higher than every one in `OLD`. */
  readonly stampUpdate: readonly string[]
  /** Boolean SQL: the unit of row `one` holds everything that the unit of row `other` holds. */
  dominates(one: Row, other: Row): string
  /** Statements that make the unit of `NEW` the join of `OLD` and `NEW`. `row_version` is the joined row's `_h`. */
  readonly merge: readonly string[]
  /** Integer SQL: grows strictly with every change of the unit's state. */
  revision(row: Row): string
  /** What {@link revision} yields for a row as the write-ahead log shows it. */
  revisionOf(image: RowImage): bigint
}

/** A merge policy as the registry holds it: what it refuses, and what it makes of one unit. */
export interface MergePolicyDefinition<Unit extends MergeUnit> {
  /** Why the policy does not fit the unit's columns, each with what to do instead; empty when it fits. */
  faults(unit: Unit): readonly string[]
  of(unit: Unit, table: Pick<ReplicatedTable, 'schema' | 'name'>): MergePolicy
}

import type { MergeUnit, ReplicatedColumn, ReplicatedTable } from '../model/replicated-table.js'

/** A PL/pgSQL row variable in a generated function, or a table alias in an expression. */
export type Row = string

/** A column that the library adds to a table to keep a unit's merge state. */
export interface BookkeepingColumn {
  readonly name: string
  readonly type: 'bigint' | 'bigint[]' | 'jsonb'
  /**
   * What the column holds in rows that know nothing of the unit: those that were there when it was added to a table that is
   * replicated already, and those that a peer of the release before sends. SQL of a constant; NULL unless given.
   */
  readonly unwritten?: string
  /**
   * The column whose value is nothing but what is kept here, and the value (SQL of a constant) that it has while nothing is. A table that is
   * replicated already may get the two only together, with that value in every row: another would be in no region's account, and the first
   * merge would lose it.
   */
  readonly accountsFor?: { readonly column: string; readonly nothing: string }
}

/**
 * How one unit of a table merges: the port every merge policy implements. The generator asks each unit's policy for its part and
 * joins the parts into the table's trigger functions; it knows no policy by name.
 *
 * What the generator does, so that a policy need not: it issues versions, keeps the row's version vector (which of each region's
 * writes the row includes), and decides by the vectors alone whether an incoming row replaces the stored one, is ignored, or is
 * concurrent with it. Only then are units joined, each by its {@link merge}. Therefore **everything a local write can change in a unit
 * must make {@link changed} true**: a change that does not move the vector never reaches the peer's row.
 *
 * Laws: the states two rows can hold for the unit form a join-semilattice and `merge` is its join: commutative, associative,
 * idempotent; equal states are equal bytes, values and bookkeeping, whichever way they came about. A state that includes another
 * (its vector covers the other's) must be the join of the two. `merge` never raises on rows that a region could hold.
 * `test/convergence/src/laws` proves them in SQL; a new policy adds its file to `laws/units`.
 *
 * All fragments are static SQL in which everything outside `pg_catalog` is schema-qualified: the apply worker has no
 * usable search path.
 *
 * A bookkeeping column that could be stored out of line (TOAST) must be able to stand alone: the log leaves out what was not written, and
 * the subscriber fills in its own, so the value beside it may be one version older or newer. Arrays get STORAGE PLAIN.
 */
export interface MergePolicy {
  /** Columns that keep the unit's state beside its values. */
  readonly bookkeeping: readonly BookkeepingColumn[]
  /** `column = expression` for rows that were there before the table became replicated; as if they were inserted now, at `_h`. */
  readonly adopt: readonly string[]
  /** Statements run before a local INSERT; they set all bookkeeping. `NEW._h` is the version just issued. */
  readonly stampInsert: readonly string[]
  /** Boolean SQL over `OLD` and `NEW`: a local UPDATE changes the unit. */
  readonly changed: string
  /**
   * Statements run before a local UPDATE when {@link changed}; they set all bookkeeping, or raise to refuse the write. `version` is the version
   * just issued, higher than every one in `OLD`. When nothing changed, bookkeeping is kept as it is in `OLD`, whatever a writer put there.
   */
  readonly stampUpdate: readonly string[]
  /**
   * Statements that make the unit of `NEW` the join of `OLD` and `NEW`, run only for rows that are concurrent. In scope: `row_version`, the
   * joined row's `_h`; `old_seen` and `new_seen`, the vectors of both rows as `bigint[]` by region number, for
   * `convergence.includes(seen, version)`: did the writer of that row know of this version?
   */
  readonly merge: readonly string[]
  /**
   * Boolean SQL over `OLD` and `NEW`, never NULL: the unit's state differs, so it must be joined; where it is false `NEW` is the join already, bookkeeping
   * included, and nothing is run. `null`: it cannot be told more cheaply than by joining.
   */
  readonly differs: string | null
  /** How a concurrent overwrite of the unit is told from a sequential one; `null` where the join loses nothing (counters, sets). */
  readonly contest: Contest | null
}

/**
 * A unit whose join keeps one of two values. Two rows conflict in it exactly when their writes differ, neither writer knew of the
 * other's, and the values differ; the one that is not kept goes to the conflict inbox. Evaluated for concurrent rows only.
 */
export interface Contest {
  /** `bigint` SQL: the version of the write that the unit's value in `row` comes from; 0 where it was never written. */
  version(row: Row): string
  /** Boolean SQL: the value in `OLD` is kept over the one in `NEW`. */
  readonly keepsOld: string
  /** The contested columns. */
  readonly columns: readonly ReplicatedColumn[]
}

/** A merge policy as the registry holds it: what it refuses, and what it makes of one unit. */
export interface MergePolicyDefinition<Unit extends MergeUnit> {
  /** Why the policy does not fit the unit's columns, each with what to do instead; empty when it fits. */
  faults(unit: Unit): readonly string[]
  of(unit: Unit, table: Pick<ReplicatedTable, 'schema' | 'name'>): MergePolicy
}

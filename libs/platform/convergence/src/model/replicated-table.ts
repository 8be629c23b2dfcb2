/**
 * What the library knows about a table whose rows converge across regions. Neutral: no TypeORM, no SQL. Everything that
 * is generated (triggers, bookkeeping columns, grants, publications, revisions) is a pure function of it.
 */
export interface ReplicatedTable {
  /** PostgreSQL schema, `public` for entities. */
  readonly schema: string
  readonly name: string
  /** The entity class, as error messages name it. */
  readonly entity: string
  /** The primary key, in order. */
  readonly key: readonly ReplicatedColumn[]
  /**
   * True when two regions are likely to insert the same key independently (a name, not a UUID): incoming inserts then
   * upsert, so that a race with a local insert never makes the apply worker fail and retry.
   */
  readonly naturalKey: boolean
  /** What merges as one, in column order. Every column outside the key belongs to exactly one unit. */
  readonly units: readonly MergeUnit[]
}

/** A column of the developer's entity. Bookkeeping columns (`_…`) are never listed here. */
export interface ReplicatedColumn {
  readonly name: string
  /** PostgreSQL's name of the type, as TypeORM normalises it: `integer`, `character varying`, `timestamp with time zone`. */
  readonly type: string
  readonly array: boolean
  readonly nullable: boolean
}

interface Unit<Policy extends string> {
  readonly policy: Policy
  /** Suffix of the bookkeeping column: the group's or the column's name. */
  readonly name: string
  readonly columns: readonly ReplicatedColumn[]
}

/** Columns that take the value of the highest version, together. */
export type LastWriteWinsUnit = Unit<'lastWriteWins'>

/** `deleted_at`: written by deleting and by restoring, never by inserting. */
export type TombstoneUnit = Unit<'tombstone'>

/** A number that is the sum of what each region added. */
export type CounterUnit = Unit<'counter'>

/** An array of texts, each element once; an addition wins over a concurrent removal. */
export type SetUnit = Unit<'set'>

/** A value that only climbs. */
export interface HighestUnit extends Unit<'highest'> {
  /** Lowest first; `null` means the natural order of an integer. */
  readonly order: readonly string[] | null
}

/** Columns that keep the value they were first given, together. */
export type FirstWriteWinsUnit = Unit<'firstWriteWins'>

/** All columns of a table whose rows never change. */
export type AppendOnlyUnit = Unit<'appendOnly'>

/** A quantity that both regions spend from and that never falls below zero. */
export type EscrowUnit = Unit<'escrow'>

/** Columns of one table that merge as one, by one policy. */
export type MergeUnit =
  | FirstWriteWinsUnit
  | AppendOnlyUnit
  | EscrowUnit
  | LastWriteWinsUnit
  | TombstoneUnit
  | CounterUnit
  | SetUnit
  | HighestUnit

/** The developer's columns of a table: the key first, then every unit's. */
export function columnsOf(table: ReplicatedTable): readonly ReplicatedColumn[] {
  return [...table.key, ...table.units.flatMap((unit) => unit.columns)]
}

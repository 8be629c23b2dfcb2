import { createHash } from 'node:crypto'
import type { WriteEvent } from '../history.js'

/** The columns of a row, bookkeeping included, as `jsonb_populate_recordset` takes them. Long numbers are text: JSON's would lose digits. */
export type Columns = Readonly<Record<string, unknown>>

/** The row around a unit. */
export interface RowFacts {
  /** The version of the row's insert. */
  readonly h: bigint
}

/**
 * A unit of the table under test, specified without a merge: what its columns hold follows from *the set of writes that a row
 * includes*. Joining two rows is the union of their writes, so whatever is written here is commutative, associative and idempotent; that
 * SQL, which has nothing but columns, comes to the same bytes is what the laws test. A new policy is one more file like these and a line
 * in `law-table.ts`.
 */
export interface LawUnit {
  /** Whether an update writes the unit; an insert always does. */
  writes(event: WriteEvent): boolean
  /** The columns of a row that includes these writes of the unit, in the order of their versions; the first one is an insert. */
  columns(writes: readonly WriteEvent[], row: RowFacts): Columns
  /** The write whose value the row shows, where the unit keeps one of several: what the conflict inbox reports. */
  readonly shown?: (writes: readonly WriteEvent[]) => WriteEvent | undefined
}

/** A number that follows from an event and a purpose: what the event does to one unit says nothing about what it does to another. */
export function noiseOf(event: WriteEvent, purpose: string, below: number): number {
  const mixed = event.noise ^ Math.imul(event.index + 1, 0x9e3779b1) ^ digestOf(purpose)
  const spread = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)
  return (Math.imul(spread ^ (spread >>> 12), 0x297a2d39) >>> 8) % below
}

const digests = new Map<string, number>()

/** Kept: a run asks millions of times for a few dozen purposes. */
function digestOf(purpose: string): number {
  const known = digests.get(purpose)
  if (known !== undefined) return known
  const digest = createHash('sha256').update(purpose).digest().readInt32LE()
  digests.set(purpose, digest)
  return digest
}

/** Every third update writes the unit of that name. */
export function sometimes(name: string): Pick<LawUnit, 'writes'> {
  return { writes: (event) => noiseOf(event, `${name} is written`, 3) === 0 }
}

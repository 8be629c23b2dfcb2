import type { RowDifference } from '../comparison/describe-rows.js'
import type { FutureRow } from './future-rows.js'

/** What was found out about one table. */
export interface TableVerification {
  readonly table: string
  readonly rows: { readonly east: number; readonly west: number }
  /** Rows that differ although nothing that could make them equal is under way. */
  readonly differing: number
  /** Rows that were written to during the whole verification: nothing is said about them. */
  readonly unsettled: number
}

/** What a verification found. Plain data: it is kept in the database, and shown to operators. */
export interface Verification {
  /** True when nothing differs and every table was compared; rows that are being written to do not count. */
  readonly equal: boolean
  readonly tables: readonly TableVerification[]
  /** Tables that only one region sends, which is so during a schema change. */
  readonly skipped: readonly string[]
  /** The first rows that differ, in full. */
  readonly differences: readonly RowDifference[]
  /** Rows whose versions are ahead of any clock. They are equal or not like any other row. */
  readonly future: readonly FutureRow[]
  readonly milliseconds: number
}

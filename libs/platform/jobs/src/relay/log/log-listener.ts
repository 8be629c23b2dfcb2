import type { LogPosition, RowImage } from '@bicoastal/kernel'

/** A row of a published table after it was inserted or updated. Values that were too large and did not change are missing. */
export interface RowChange {
  /** Name of the table in schema `public`. */
  readonly table: string
  readonly row: RowImage
}

/** What happens to those who read the log. Everything is called in the order of the log, and must not wait. */
export interface LogListener {
  /** The slot is ours and the log is about to come. */
  started(): void
  begin(): void
  change(change: RowChange): void
  /** The transaction that began ended here. */
  commit(end: LogPosition): void
  /** Everything before this has been told. */
  reached(position: LogPosition): void
  /** Everything before this has been dealt with, and need not be told again. */
  readonly processed: LogPosition
  /** Settles when more can be taken in; `undefined` when it can at once. */
  room(): Promise<void> | undefined
}

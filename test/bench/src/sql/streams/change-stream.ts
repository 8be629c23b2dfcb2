import type { Client } from 'pg'

/** Two databases and one way to carry changes from the first to the second. */
export interface Lane<Stream extends ChangeStream = ChangeStream> {
  /** As the table names it: "plain native", "merge". */
  readonly name: string
  readonly publisher: Client
  readonly subscriber: Client
  readonly publisherUrl: string
  readonly subscriberUrl: string
  readonly stream: Stream
}

/** A {@link ChangeStream} that can begin with a copy of what is there. */
export interface CopyingStream extends ChangeStream {
  /** Begins anew, with a copy. */
  copy(): Promise<void>
}

/** A way to carry changes. It carries the bench's table and its marker. */
export interface ChangeStream {
  /** From here on the publisher keeps what changes; nothing is carried yet. */
  prepare(): Promise<void>
  /** Begins to carry. */
  start(): Promise<void>
  /** Ends, and forgets its position. */
  drop(): Promise<void>
}

/** A table whose row, written last, tells that all before it has arrived. No triggers, in no lane. */
export const CREATE_MARKERS = 'CREATE TABLE public.markers (number bigint PRIMARY KEY)'

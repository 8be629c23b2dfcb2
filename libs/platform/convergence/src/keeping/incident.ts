/** What can be wrong with replication into a region. */
export const INCIDENT_KINDS = [
  /** The apply worker fails at one transaction over and over; the keeper takes it over. */
  'apply_failing',
  /** The apply worker does not get on, without failing. */
  'apply_stalled',
  /** The stream was lost (a slot, a subscription) and is started anew with a merge of everything. */
  'stream_lost',
  /** The copy of a table fails over and over. */
  'copy_failing',
  /** Somebody disabled the subscription. It is left alone. */
  'subscription_disabled',
  /** A row that this region cannot hold is in the quarantine. */
  'row_refused',
  /** The regions held different rows with nothing under way that could make them equal. */
  'divergence',
  /** A value that should have been the same in both regions was replaced by the one of the region that wrote it. */
  'content_aligned',
  /** Rows have versions that no clock can have issued yet. */
  'future_version',
  /** The clocks of the regions differ. */
  'clock_skew',
] as const

/** A kind of incident. */
export type IncidentKind = (typeof INCIDENT_KINDS)[number]

/** What is wrong, in words for a person at 3 a.m. */
export interface Fault {
  readonly kind: IncidentKind
  /** What it is about: a subscription, a row. One incident is open per kind and subject. */
  readonly subject: string
  readonly message: string
  /** What to do, or that nothing needs to be done. */
  readonly advice: string
  /** Figures and names; plain JSON, without values of rows unless they are about to be lost. */
  readonly detail: Readonly<Record<string, unknown>>
}

/** A {@link Fault} with its history. */
export interface Incident extends Fault {
  readonly id: string
  readonly occurrences: number
  readonly detectedAt: Date
  readonly lastSeenAt: Date
  /** `null` while it lasts. */
  readonly healedAt: Date | null
}

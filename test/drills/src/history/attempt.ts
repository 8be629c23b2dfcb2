import type { Milliseconds, RegionId } from '@bicoastal/kernel'

/**
 * What the caller knows after one request:
 * - `acknowledged`: answered 2xx; a write is promised.
 * - `failed`: the service said that it did not do it (4xx, or the connection was refused).
 * - `undetermined`: no answer, a cut connection, a 5xx: a write may or may not have happened.
 */
export type Outcome = 'acknowledged' | 'failed' | 'undetermined'

/** One request through the global edge, made once: the caller does not retry. Times count from the drill's start. */
export interface Attempt<Intent = unknown, Receipt = unknown> {
  readonly workload: string
  /** What was asked, such as `PUT register`. */
  readonly operation: string
  readonly startedAt: Milliseconds
  readonly endedAt: Milliseconds
  readonly outcome: Outcome
  /** The HTTP status, absent when no answer came. */
  readonly status?: number
  /** The region that answered, from `x-region`; absent when no region did. */
  readonly region?: RegionId
  /** What went wrong, in words, unless acknowledged. */
  readonly reason?: string
  /** What a checker has to know about the request. */
  readonly intent: Intent
  /** What the answer promised; only where acknowledged. */
  readonly receipt?: Receipt
}

/** An attempt whose answer promised something. */
export type Acknowledged<Intent, Receipt> = Attempt<Intent, Receipt> & { readonly receipt: Receipt }

/** True for an attempt that was answered 2xx. */
export function isAcknowledged<Intent, Receipt>(
  attempt: Attempt<Intent, Receipt>,
): attempt is Acknowledged<Intent, Receipt> {
  return attempt.outcome === 'acknowledged'
}

/** True for a write that may or may not have happened. */
export function isUndetermined(attempt: Attempt): boolean {
  return attempt.outcome === 'undetermined'
}

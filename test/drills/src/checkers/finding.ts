/**
 * A broken promise:
 * - `lost`: an acknowledged write is not there.
 * - `duplicate`: one request had its effect twice.
 * - `invented`: a state that no request asked for.
 * - `unfinished`: a promised job did not run to its end.
 */
export type FindingKind = 'lost' | 'duplicate' | 'invented' | 'unfinished'

/** One broken promise that a checker found in one region. */
export interface Finding {
  readonly kind: FindingKind
  /** What it is about, such as `register drill-7`. */
  readonly subject: string
  /** What was promised and what is there instead. */
  readonly explanation: string
}

/**
 * A broken promise:
 * - `lost`: an acknowledged write is not there.
 * - `duplicate`: one request had its effect twice.
 * - `invented`: a state that no request asked for.
 * - `unfinished`: a promised job did not run to its end.
 * - `resurrected`: what was deleted is there again.
 * - `contested`: two owners of what can have one.
 * - `oversold`: more was given away than there was.
 * - `regressed`: something went back: a state machine, or the time of a caller's session.
 */
export type FindingKind =
  | 'lost'
  | 'duplicate'
  | 'invented'
  | 'unfinished'
  | 'resurrected'
  | 'contested'
  | 'oversold'
  | 'regressed'

/** One broken promise that a checker found in one region. */
export interface Finding {
  readonly kind: FindingKind
  /** What it is about, such as `register drill-7`. */
  readonly subject: string
  /** What was promised and what is there instead. */
  readonly explanation: string
}

import type { Milliseconds, RegionId } from '@bicoastal/kernel'

/** Whether a region may be sent one kind of request, and why not. */
export interface Answer {
  readonly ok: boolean
  /** For people; empty when ok. */
  readonly reasons: readonly string[]
}

/** What a region may be sent, as of a moment. */
export interface Verdict {
  readonly region: RegionId
  readonly reads: Answer
  readonly writes: Answer
  /** When the database was last asked, ISO 8601; `null` before the first time. */
  readonly checkedAt: string | null
  /** A check older than this counts for nothing. */
  readonly staleAfterMs: Milliseconds
}

/** What one look at the database found. */
export interface Finding {
  /** Why reads cannot be served; `null` when they can. */
  readonly reads: string | null
  readonly writes: string | null
}

/** The kinds of request that are routed by themselves. */
export const PURPOSES = ['reads', 'writes'] as const
export type Purpose = (typeof PURPOSES)[number]

/** The answer that a finding of a certain age gives. A stale finding means no, whatever it found. */
export function answerFrom(found: string | null, age: Milliseconds, staleAfter: Milliseconds): Answer {
  const reasons = found === null ? [] : [found]
  if (age > staleAfter) reasons.push(`the last check is ${describeAge(age)} old`)
  return { ok: reasons.length === 0, reasons }
}

function describeAge(age: Milliseconds): string {
  return Number.isFinite(age) ? `${Math.round(age)} ms` : 'infinitely'
}

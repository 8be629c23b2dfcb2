import { SpanKind, trace } from '@opentelemetry/api'
import { noteFailure, parentOf, traceparentIn, tracer } from './spans.js'

/** Work of a trace that is being handed to somebody else. */
export interface Handover {
  /** What the receiver continues: this hand-over, or the original where nothing is recorded. */
  readonly traceparent: string | null
  /** Ends the span; with an error when the hand-over failed. */
  end(error?: unknown): void
}

/**
 * Begins a span called `name` for handing over work that `traceparent` belongs to. Where there is no trace, or traces are
 * off in this process, nothing is recorded and the receiver continues what came in.
 */
export function beginHandover(traceparent: string | null, name: string): Handover {
  if (traceparent === null) return { traceparent, end: () => undefined }
  const parent = parentOf(traceparent)
  const span = tracer.startSpan(name, { kind: SpanKind.PRODUCER }, parent)
  return {
    traceparent: traceparentIn(trace.setSpan(parent, span)) ?? traceparent,
    end: (error) => {
      if (error !== undefined) noteFailure(span, error)
      span.end()
    },
  }
}

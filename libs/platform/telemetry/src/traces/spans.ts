import { type Context, ROOT_CONTEXT, type Span, SpanStatusCode, propagation, trace } from '@opentelemetry/api'

/** Makes the spans that this project begins itself. */
export const tracer = trace.getTracer('@bicoastal/telemetry')

/** What a span that continues the trace of `traceparent` is part of; nothing where there is none. */
export function parentOf(traceparent: string | null): Context {
  return traceparent === null ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, { traceparent })
}

/** The W3C `traceparent` of the span in `context`; `null` without one. */
export function traceparentIn(context: Context): string | null {
  const carrier: { traceparent?: string } = {}
  propagation.inject(context, carrier)
  return carrier.traceparent ?? null
}

/** Notes in `span` that its work failed, and how. */
export function noteFailure(span: Span, error: unknown): void {
  span.recordException(error instanceof Error ? error : String(error))
  span.setStatus({ code: SpanStatusCode.ERROR })
}

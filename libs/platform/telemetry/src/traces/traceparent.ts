import { SpanKind, context } from '@opentelemetry/api'
import { noteFailure, parentOf, traceparentIn, tracer } from './spans.js'

/** The W3C `traceparent` of the active span, to be carried with work that is done later or elsewhere; `null` without one. */
export function activeTraceparent(): string | null {
  return traceparentIn(context.active())
}

/**
 * Runs `work` in a span called `name` that continues the trace of `traceparent`, or begins one where there is none.
 * Costs next to nothing while traces are off.
 *
 * @throws what `work` throws, after noting it in the span.
 */
export async function withTraceparent<T>(traceparent: string | null, name: string, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, { kind: SpanKind.CONSUMER }, parentOf(traceparent), async (span) => {
    try {
      return await work()
    } catch (error) {
      noteFailure(span, error)
      throw error
    } finally {
      span.end()
    }
  })
}

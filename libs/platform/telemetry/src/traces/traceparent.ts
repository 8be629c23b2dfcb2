import { ROOT_CONTEXT, SpanKind, SpanStatusCode, context, propagation, trace } from '@opentelemetry/api'

const tracer = trace.getTracer('@bicoastal/telemetry')

/** The W3C `traceparent` of the active span, to be carried with work that is done later or elsewhere; `null` without one. */
export function activeTraceparent(): string | null {
  const carrier: { traceparent?: string } = {}
  propagation.inject(context.active(), carrier)
  return carrier.traceparent ?? null
}

/**
 * Runs `work` in a span called `name` that continues the trace of `traceparent`, or begins one where there is none.
 * Costs next to nothing while traces are off.
 *
 * @throws what `work` throws, after noting it in the span.
 */
export async function withTraceparent<T>(traceparent: string | null, name: string, work: () => Promise<T>): Promise<T> {
  const parent = traceparent === null ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, { traceparent })
  return tracer.startActiveSpan(name, { kind: SpanKind.CONSUMER }, parent, async (span) => {
    try {
      return await work()
    } catch (error) {
      span.recordException(error instanceof Error ? error : String(error))
      span.setStatus({ code: SpanStatusCode.ERROR })
      throw error
    } finally {
      span.end()
    }
  })
}

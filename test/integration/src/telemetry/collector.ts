import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

interface Attribute {
  readonly key: string
  readonly value: { readonly stringValue?: string; readonly intValue?: string | number }
}

interface ExportRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] }
    readonly scopeSpans: readonly { readonly spans: readonly ExportedSpan[] }[]
  }[]
}

interface ExportedSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly attributes: readonly Attribute[]
}

/** A span as the collector received it. */
export interface Span {
  readonly service: string
  readonly instance: string
  readonly traceId: string
  readonly spanId: string
  readonly parent: string
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}

/** A collector of traces that keeps what it is sent. */
export interface Collector {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly endpoint: string
  /** All spans so far, of one trace where it is named. */
  spans(traceId?: string): readonly Span[]
  stop(): Promise<void>
}

/** Starts a receiver of OTLP/HTTP with JSON. */
export async function startCollector(): Promise<Collector> {
  const received: Span[] = []
  const server = createServer(async (request, response) => {
    received.push(...spansOf((await json(request)) as ExportRequest))
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  const listening = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', listening.resolve)
  await listening.promise
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: (traceId) => received.filter((span) => traceId === undefined || span.traceId === traceId),
    async stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function spansOf({ resourceSpans }: ExportRequest): Span[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const origin = record(resource.attributes)
    return scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({
        service: origin['service.name'] ?? '',
        instance: origin['service.instance.id'] ?? '',
        traceId: span.traceId,
        spanId: span.spanId,
        parent: span.parentSpanId ?? '',
        name: span.name,
        attributes: record(span.attributes),
      })),
    )
  })
}

function record(attributes: readonly Attribute[]): Record<string, string> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, String(value.stringValue ?? value.intValue ?? JSON.stringify(value))]),
  )
}

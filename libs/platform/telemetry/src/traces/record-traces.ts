import type { RegionConfig, TelemetryConfig } from '@bicoastal/config'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http'
import { IORedisInstrumentation } from '@opentelemetry/instrumentation-ioredis'
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg'
import { startNodeSdk } from '@opentelemetry/sdk-node'
import { BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace'
import { logDiagnostics } from './log-diagnostics.js'
import { onFlushTraces } from './flush-traces.js'

/** Starts recording traces and sending them to the collector. Must run before pg and ioredis are loaded. */
export function recordTraces(region: RegionConfig, telemetry: TelemetryConfig, endpoint: string): void {
  const sdk = startNodeSdk({
    resourceAttributes: {
      'service.name': `bicoastal-${region.instance.replace(/-\d+$/, '')}`,
      'service.instance.id': region.instance,
      'cloud.region': region.region,
    },
    resourceDetectors: [],
    // Decided at the head: a trace that is not sampled is hardly paid for, and one that is comes whole.
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(telemetry.sampleRatio) }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter({ url: new URL('v1/traces', withSlash(endpoint)).href }),
      }),
    ],
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [
      new HttpInstrumentation({
        ignoreIncomingRequestHook: ({ url }) => url === '/metrics' || url?.startsWith('/health/') === true,
        requireParentforOutgoingSpans: true,
      }),
      // Only what serves a request or a job: health checks and polling would drown it. Values stay out of spans.
      new PgInstrumentation({ requireParentSpan: true, ignoreConnectSpans: true, enhancedDatabaseReporting: false }),
      new IORedisInstrumentation({ requireParentSpan: true, dbStatementSerializer: (command) => command }),
    ],
  })
  logDiagnostics()
  onFlushTraces(() => sdk.shutdown())
}

function withSlash(address: string): string {
  return address.endsWith('/') ? address : `${address}/`
}

import type { RegionConfig, TelemetryConfig } from '@bicoastal/config'
import { trace } from '@opentelemetry/api'
import type { Params } from 'nestjs-pino'
import { destination } from 'pino'

/** How this process logs: one JSON object per line on stdout, with region, instance and the ids of the active trace. */
export function loggerParameters({ region, instance }: RegionConfig, { logLevel }: TelemetryConfig): Params {
  const options = {
    level: logLevel,
    base: { region, instance },
    mixin: activeTraceIds,
    formatters: { level: (level: string) => ({ level }) },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
  }
  return {
    // Written at once: left to itself it writes late, so that the last lines of a process come out of order.
    pinoHttp: [options, destination({ dest: 1, sync: true })],
    // Without routes there is no middleware: a logger per request would cost more than most requests do.
    forRoutes: [],
  }
}

function activeTraceIds(): object {
  const context = trace.getActiveSpan()?.spanContext()
  return context === undefined ? {} : { trace_id: context.traceId, span_id: context.spanId }
}

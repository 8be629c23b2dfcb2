import type { RegionConfig, TelemetryConfig } from '@bicoastal/config'
import { trace } from '@opentelemetry/api'
import type { Params } from 'nestjs-pino'

/** How this process logs: one JSON object per line on stdout, with region, instance and the ids of the active trace. */
export function loggerParameters({ region, instance }: RegionConfig, { logLevel }: TelemetryConfig): Params {
  return {
    pinoHttp: {
      level: logLevel,
      base: { region, instance },
      mixin: activeTraceIds,
      formatters: { level: (level) => ({ level }) },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
    },
    // Without routes there is no middleware: a logger per request would cost more than most requests do.
    forRoutes: [],
  }
}

function activeTraceIds(): object {
  const context = trace.getActiveSpan()?.spanContext()
  return context === undefined ? {} : { trace_id: context.traceId, span_id: context.spanId }
}

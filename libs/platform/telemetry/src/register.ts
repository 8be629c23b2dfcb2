/**
 * Preloaded with `node --import`, before any module of the application, because instrumentation must be there when pg and
 * ioredis are loaded. With TRACES=off it loads nothing of the OpenTelemetry SDK.
 */
import { type Config, RegionConfig, TelemetryConfig, isInvalidConfigurationError, readConfig } from '@bicoastal/config'

const config = readValidConfig()
const telemetry = config?.section(TelemetryConfig)
if (config !== undefined && telemetry?.traces === 'on' && telemetry.traceEndpoint !== undefined) {
  const { recordTraces } = await import('./traces/record-traces.js')
  recordTraces(config.section(RegionConfig), telemetry, telemetry.traceEndpoint)
}

/** `undefined` where it is wrong: the application is about to say so, together with the faults of all its sections. */
function readValidConfig(): Config | undefined {
  try {
    return readConfig([RegionConfig, TelemetryConfig])
  } catch (error) {
    if (isInvalidConfigurationError(error)) return undefined
    throw error
  }
}

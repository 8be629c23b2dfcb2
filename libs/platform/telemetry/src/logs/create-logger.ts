import type { RegionConfig, TelemetryConfig } from '@bicoastal/config'
import { Logger, PinoLogger } from 'nestjs-pino'
import { loggerParameters } from './logger-parameters.js'

/** Parts of Nest that name every module and route at each start. */
const TALKATIVE = new Set<unknown>(['InstanceLoader', 'NestFactory', 'RouterExplorer', 'RoutesResolver'])

class ProcessLogger extends Logger {
  override log(message: unknown, ...parameters: unknown[]): void {
    if (TALKATIVE.has(parameters.at(-1))) this.debug(message, ...parameters)
    else super.log(message, ...parameters)
  }
}

/**
 * The logger of a process, for `NestFactory.create(module, { logger })`: there before the first module, so that a start
 * that fails is logged like everything else.
 */
export function createLogger(region: RegionConfig, telemetry: TelemetryConfig): Logger {
  const parameters = loggerParameters(region, telemetry)
  return new ProcessLogger(new PinoLogger(parameters), parameters)
}

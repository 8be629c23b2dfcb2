import { type Config, RegionConfig, ShutdownConfig, TelemetryConfig } from '@bicoastal/config'
import { Draining, startOrExit, stopOnSignal } from '@bicoastal/lifecycle'
import { createLogger, flushTraces } from '@bicoastal/telemetry'
import { type DynamicModule, type INestApplicationContext, Logger } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'

/** What a process without callers does first when it is told to stop, while its modules are still whole. */
export interface LastWork {
  /** As the log of a forced stop names it. */
  readonly name: string
  run(app: INestApplicationContext): Promise<void>
}

/**
 * Runs `module`, which imports ConfigModule, LifecycleModule and TelemetryModule, until a signal: last work, modules, traces.
 * When it cannot start it says so for a person, and the process exits with 1.
 */
export function runInBackground(module: DynamicModule, config: Config, lastWork: LastWork): Promise<void> {
  return startOrExit(async () => {
    const app = await NestFactory.createApplicationContext(module, {
      logger: createLogger(config.section(RegionConfig), config.section(TelemetryConfig)),
      abortOnError: false,
    })
    stopOnSignal({
      draining: app.get(Draining),
      // Nobody sends it traffic that would have to find another way first.
      drain: 0,
      timeout: config.section(ShutdownConfig).timeout,
      log: new Logger('stop'),
      steps: [
        // Before Nest closes modules: what is under way still needs them.
        { name: lastWork.name, run: () => lastWork.run(app) },
        { name: 'closing modules', run: () => app.close() },
        { name: 'sending traces', run: flushTraces },
      ],
    })
  })
}

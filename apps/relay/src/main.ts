import 'reflect-metadata'
import { RegionConfig, ShutdownConfig, TelemetryConfig, readConfigOrExit } from '@bicoastal/config'
import { Relay } from '@bicoastal/jobs'
import { Draining, startOrExit, stopOnSignal } from '@bicoastal/lifecycle'
import { createLogger, flushTraces } from '@bicoastal/telemetry'
import { Logger } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { AppModule } from './app.module.js'
import { SECTIONS } from './sections.js'

const config = readConfigOrExit(SECTIONS)
await startOrExit(async () => {
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(config), {
    logger: createLogger(config.section(RegionConfig), config.section(TelemetryConfig)),
    abortOnError: false,
  })
  stopOnSignal({
    draining: app.get(Draining),
    drain: 0,
    timeout: config.section(ShutdownConfig).timeout,
    log: new Logger('stop'),
    steps: [
      // Before Nest closes modules: deliveries under way still need them.
      { name: 'acknowledging', run: () => app.get(Relay, { strict: false }).close() },
      { name: 'closing modules', run: () => app.close() },
      { name: 'sending traces', run: flushTraces },
    ],
  })
})

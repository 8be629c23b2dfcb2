import 'reflect-metadata'
import { ShutdownConfig, readConfigOrExit } from '@bicoastal/config'
import { JobWorker } from '@bicoastal/jobs'
import { Draining, startOrExit, stopOnSignal } from '@bicoastal/lifecycle'
import { flushTraces } from '@bicoastal/telemetry'
import { Logger as Log } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { Logger } from 'nestjs-pino'
import { AppModule } from './app.module.js'
import { SECTIONS } from './sections.js'

const config = readConfigOrExit(SECTIONS)
await startOrExit(async () => {
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(config), {
    bufferLogs: true,
    abortOnError: false,
  })
  app.useLogger(app.get(Logger))
  stopOnSignal({
    draining: app.get(Draining),
    drain: 0,
    timeout: config.section(ShutdownConfig).timeout,
    log: new Log('stop'),
    steps: [
      // Before Nest closes modules: jobs under way still need them.
      { name: 'finishing jobs', run: () => app.get(JobWorker, { strict: false }).close() },
      { name: 'closing modules', run: () => app.close() },
      { name: 'sending traces', run: flushTraces },
    ],
  })
})

import 'reflect-metadata'
import {
  DatabaseConfig,
  QueueConfig,
  RegionConfig,
  ShutdownConfig,
  TelemetryConfig,
  readConfigOrExit,
} from '@bicoastal/config'
import { JobWorker } from '@bicoastal/jobs'
import { Draining, startOrExit, stopOnSignal } from '@bicoastal/lifecycle'
import { flushTraces } from '@bicoastal/telemetry'
import { Logger } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { EffectWorkerModule } from './effect-worker.module.js'

const config = readConfigOrExit([RegionConfig, DatabaseConfig, QueueConfig, TelemetryConfig, ShutdownConfig])
await startOrExit(async () => {
  const app = await NestFactory.createApplicationContext(EffectWorkerModule.forRoot(config), { abortOnError: false })
  stopOnSignal({
    draining: app.get(Draining),
    drain: 0,
    timeout: config.section(ShutdownConfig).timeout,
    log: new Logger('stop'),
    steps: [
      { name: 'finishing jobs', run: () => app.get(JobWorker, { strict: false }).close() },
      { name: 'closing modules', run: () => app.close() },
      { name: 'sending traces', run: flushTraces },
    ],
  })
})

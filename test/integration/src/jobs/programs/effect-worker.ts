import 'reflect-metadata'
import {
  DatabaseConfig,
  QueueConfig,
  RegionConfig,
  ShutdownConfig,
  TelemetryConfig,
  readConfigOrExit,
} from '@bicoastal/config'
import { JobWorker, runInBackground } from '@bicoastal/jobs'
import { EffectWorkerModule } from './effect-worker.module.js'

const config = readConfigOrExit([RegionConfig, DatabaseConfig, QueueConfig, TelemetryConfig, ShutdownConfig])
await runInBackground(EffectWorkerModule.forRoot(config), config, {
  name: 'finishing jobs',
  run: (app) => app.get(JobWorker, { strict: false }).close(),
})

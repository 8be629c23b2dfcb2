import 'reflect-metadata'
import { readConfigOrExit } from '@bicoastal/config'
import { JobWorker, runInBackground } from '@bicoastal/jobs'
import { AppModule } from './app.module.js'
import { SECTIONS } from './sections.js'

const config = readConfigOrExit(SECTIONS)
await runInBackground(AppModule.forRoot(config), config, {
  name: 'finishing jobs',
  run: (app) => app.get(JobWorker, { strict: false }).close(),
})

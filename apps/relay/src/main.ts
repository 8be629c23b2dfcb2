import 'reflect-metadata'
import { readConfigOrExit } from '@bicoastal/config'
import { Relay, runInBackground } from '@bicoastal/jobs'
import { AppModule } from './app.module.js'
import { SECTIONS } from './sections.js'

const config = readConfigOrExit(SECTIONS)
await runInBackground(AppModule.forRoot(config), config, {
  name: 'acknowledging',
  run: (app) => app.get(Relay, { strict: false }).close(),
})

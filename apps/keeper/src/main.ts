import 'reflect-metadata'
import { readConfigOrExit } from '@bicoastal/config'
import { runInBackground } from '@bicoastal/jobs'
import { AppModule } from './app.module.js'
import { Keeper } from './keeper.js'
import { SECTIONS } from './sections.js'

const config = readConfigOrExit(SECTIONS)
await runInBackground(AppModule.forRoot(config), config, {
  name: 'finishing the round',
  run: (app) => app.get(Keeper, { strict: false }).close(),
})

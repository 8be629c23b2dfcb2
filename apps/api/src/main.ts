import 'reflect-metadata'
import { readConfigOrExit } from '@bicoastal/config'
import { createHttpApplication, serveUntilStopped } from '@bicoastal/http'
import { startOrExit } from '@bicoastal/lifecycle'
import { AppModule } from './app.module.js'
import { SECTIONS } from './sections.js'

const config = readConfigOrExit(SECTIONS)
await startOrExit(async () => {
  const app = await createHttpApplication(AppModule.forRoot(config), config)
  await serveUntilStopped(app, config)
})

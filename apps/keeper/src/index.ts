export { AppModule } from './app.module.js'
export { SECTIONS } from './sections.js'

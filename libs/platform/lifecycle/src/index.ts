export { Draining } from './draining.js'
export { LifecycleModule } from './lifecycle.module.js'
export { startOrExit } from './start-or-exit.js'
export { EXIT_FORCED, type StopLog, type StopOptions, type StopStep, stopOnSignal } from './stop-on-signal.js'

import { setTimeout as delay } from 'node:timers/promises'
import type { Milliseconds } from '@bicoastal/kernel'
import type { Draining } from './draining.js'

/** The exit code of a process that did not leave in order: work may have been cut off. */
export const EXIT_FORCED = 1

/** One thing to do on the way out. */
export interface StopStep {
  /** What it is, as the log of a forced stop names it. */
  readonly name: string
  run(): Promise<unknown>
}

/** How a process leaves. */
export interface StopOptions {
  readonly draining: Draining
  /** How long the process stays at work while it says it is not ready; 0 where nobody sends it traffic. */
  readonly drain: Milliseconds
  /** After this the process is ended, whatever is unfinished. */
  readonly timeout: Milliseconds
  /** Done one after the other, each also when the one before failed. */
  readonly steps: readonly StopStep[]
  readonly log: StopLog
}

/** Where a stop is reported; Nest's `Logger` fits. */
export interface StopLog {
  log(message: string): void
  error(message: string): void
}

/**
 * Ends the process in order on SIGTERM or SIGINT: not ready at once, drain, the steps, exit 0.
 * It is ended with {@link EXIT_FORCED} when a step fails, when the timeout passes, or at once by a second signal.
 * An error that nobody caught ends it at once, too: its state is unknown, and its supervisor starts a new one.
 */
export function stopOnSignal(options: StopOptions): void {
  let step = 'draining'
  const force = (reason: string) => {
    options.log.error(`Stopped by force while ${step}: ${reason}. What was unfinished is cut off.`)
    process.exit(EXIT_FORCED)
  }
  const stop = async (signal: string) => {
    if (options.draining.active) return force(`a second signal came (${signal})`)
    options.draining.begin()
    options.log.log(`${signal}: not ready any more, draining for ${options.drain} ms.`)
    setTimeout(() => force(`it took longer than ${options.timeout} ms`), options.timeout).unref()
    await delay(options.drain)
    let failed = false
    for (const { name, run } of options.steps) {
      step = name
      await run().catch((error: unknown) => {
        failed = true
        options.log.error(`Stopping failed while ${name}: ${describe(error)}`)
      })
    }
    options.log.log('Stopped.')
    process.exit(failed ? EXIT_FORCED : 0)
  }
  process.on('SIGTERM', (signal) => void stop(signal))
  process.on('SIGINT', (signal) => void stop(signal))
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      options.log.error(`Ended by an error that nobody caught: ${describe(error)}`)
      process.exit(EXIT_FORCED)
    })
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

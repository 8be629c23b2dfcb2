import { setTimeout as delay } from 'node:timers/promises'
import type { Milliseconds } from '@bicoastal/kernel'
import { lastLines } from './last-lines.js'
import { PartFailedError } from './part-failed.error.js'
import type { RunningProgram } from './running-program.js'

/**
 * Waits until `probe` succeeds (returns, and not `false`).
 *
 * @throws PartFailedError as soon as the program has ended, or when `deadline` passes; with the end of its log.
 */
export async function untilReady(
  running: RunningProgram,
  deadline: Milliseconds,
  probe: () => Promise<unknown>,
): Promise<void> {
  const { name, logFile } = running.program
  const giveUpAt = performance.now() + deadline
  let failure: unknown = new Error('it did not answer')
  while (performance.now() < giveUpAt) {
    if (running.exit) {
      const how = running.exit.signal ? `by ${running.exit.signal}` : `with code ${running.exit.code}`
      throw new PartFailedError(name, `ended ${how} while starting.${lastLines(logFile)}`, logFile)
    }
    try {
      if ((await probe()) !== false) return
    } catch (error) {
      failure = error
    }
    await delay(25)
  }
  const reason = failure instanceof Error ? failure.message : String(failure)
  throw new PartFailedError(
    name,
    `was not ready after ${deadline} ms: ${reason}.${lastLines(logFile)}`,
    logFile,
    failure,
  )
}

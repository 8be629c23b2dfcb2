import { isBicoastalError } from '@bicoastal/kernel'
import { EXIT_FORCED } from './stop-on-signal.js'

/** Runs what a `main.ts` does; when it fails, says so on stderr, for a person, and ends the process with exit code 1. */
export async function startOrExit(start: () => Promise<void>): Promise<void> {
  try {
    await start()
  } catch (error) {
    process.stderr.write(`The process could not start. ${explain(error)}\n`)
    process.exit(EXIT_FORCED)
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const advice = isBicoastalError(error) ? `\n${error.advice}` : ''
  const cause = error.cause instanceof Error ? `\nBecause: ${error.cause.message}` : ''
  return `${error.message}${cause}${advice}`
}

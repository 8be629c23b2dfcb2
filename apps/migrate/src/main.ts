import {
  EXIT_CONFIGURATION,
  isInvalidConfigurationError,
  MigrationConfig,
  readConfigOrExit,
  RegionConfig,
} from '@bicoastal/config'
import { isPeerNotReadyError } from '@bicoastal/convergence'
import { isBicoastalError } from '@bicoastal/kernel'
import { readCommandLine } from './command-line.js'
import { isDatabaseUnreachableError } from './database-unreachable.error.js'
import { describeOutcome } from './outcome.js'
import { migrateSchema } from './schema.command.js'
import { migrateSubscription } from './subscribe.command.js'
import { isUsageError } from './usage.error.js'

/** Exit codes of sysexits.h: what a caller that retries needs to tell apart. */
const EXIT = { failed: 1, usage: 64, tryAgain: 75 } as const

const say = (line: string): void => void process.stdout.write(`${line}\n`)

async function run(): Promise<void> {
  const { command, planOnly } = readCommandLine(process.argv.slice(2))
  const config = readConfigOrExit([RegionConfig, MigrationConfig])
  const { region } = config.section(RegionConfig)
  const parameters = {
    region,
    database: config.section(MigrationConfig),
    planOnly,
    say: (line: string) => say(`${region}: ${line}`),
  }
  const outcome = command === 'schema' ? await migrateSchema(parameters) : await migrateSubscription(parameters)
  for (const line of describeOutcome(outcome)) say(planOnly ? line : `${region}: ${line}`)
}

function exitCodeOf(error: unknown): number {
  if (isUsageError(error)) return EXIT.usage
  if (isInvalidConfigurationError(error)) return EXIT_CONFIGURATION
  return isDatabaseUnreachableError(error) || isPeerNotReadyError(error) ? EXIT.tryAgain : EXIT.failed
}

function explain(error: unknown): string {
  if (isBicoastalError(error)) return `${error.message}\n${error.advice}\n`
  if (!(error instanceof Error)) return `${String(error)}\n`
  const { detail, hint, where } = error as Error & { detail?: string; hint?: string; where?: string }
  return [error.message, detail, hint, where, error.stack].filter(Boolean).join('\n') + '\n'
}

// A reader that has seen enough of a plan (head, less) is no failure.
process.stdout.on('error', () => process.exit())

run().catch((error: unknown) => {
  process.stderr.write(explain(error))
  process.exitCode = exitCodeOf(error)
})

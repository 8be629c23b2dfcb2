import {
  EXIT_CONFIGURATION,
  isInvalidConfigurationError,
  MigrationConfig,
  readConfigOrExit,
  RegionConfig,
} from '@bicoastal/config'
import { isPeerNotReadyError, isTablesInUseError } from '@bicoastal/convergence'
import { isBicoastalError, type RegionId } from '@bicoastal/kernel'
import { type CommandLine, readCommandLine } from './command-line.js'
import { isDatabaseUnreachableError } from './database-unreachable.error.js'
import { describeOutcome, type Outcome } from './outcome.js'
import { isPeerAheadError } from './peer-ahead.error.js'
import { isUsageError } from './usage.error.js'

/** Exit codes of sysexits.h: what a caller that retries needs to tell apart. */
const EXIT = { failed: 1, usage: 64, tryAgain: 75 } as const

const say = (line: string): void => void process.stdout.write(`${line}\n`)

interface Parameters {
  readonly region: RegionId
  readonly database: MigrationConfig
  readonly planOnly: boolean
  readonly say: (line: string) => void
}

/** Loaded when they are asked for: the entities of all features are no business of `subscribe`, nor of a mistyped command. */
const COMMANDS: Readonly<Record<CommandLine['command'], () => Promise<(parameters: Parameters) => Promise<Outcome>>>> =
  {
    schema: async () => (await import('./schema.command.js')).migrateSchema,
    subscribe: async () => (await import('./subscribe.command.js')).migrateSubscription,
  }

async function run(): Promise<void> {
  const { command, planOnly } = readCommandLine(process.argv.slice(2))
  const config = readConfigOrExit([RegionConfig, MigrationConfig])
  const { region } = config.section(RegionConfig)
  const database = config.section(MigrationConfig)
  const perform = await COMMANDS[command]()
  const outcome = await perform({ region, database, planOnly, say: (line) => say(`${region}: ${line}`) })
  for (const line of describeOutcome(outcome)) say(planOnly ? line : `${region}: ${line}`)
}

function exitCodeOf(error: unknown): number {
  if (isUsageError(error)) return EXIT.usage
  if (isInvalidConfigurationError(error)) return EXIT_CONFIGURATION
  const temporary = [isDatabaseUnreachableError, isPeerNotReadyError, isTablesInUseError, isPeerAheadError]
  const isTemporary = temporary.some((is) => is(error))
  return isTemporary ? EXIT.tryAgain : EXIT.failed
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

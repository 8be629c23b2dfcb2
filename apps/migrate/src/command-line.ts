import { UsageError } from './usage.error.js'

const COMMANDS = ['schema', 'subscribe'] as const

/** What the program is asked to do. */
export interface CommandLine {
  readonly command: (typeof COMMANDS)[number]
  /** Print the SQL, change nothing. */
  readonly planOnly: boolean
}

/**
 * Reads the program's arguments.
 *
 * @throws UsageError naming what was not understood.
 */
export function readCommandLine(args: readonly string[]): CommandLine {
  const words = args.filter((argument) => argument !== '--plan')
  const [word, ...rest] = words
  if (word === undefined) throw new UsageError('a command is missing')
  const command = COMMANDS.find((known) => known === word)
  if (command === undefined) throw new UsageError(`"${word}" is no command`)
  if (rest.length > 0) throw new UsageError(`"${rest.join(' ')}" is too much`)
  return { command, planOnly: args.includes('--plan') }
}

import { isBicoastalError } from '@bicoastal/kernel'
import { type CommandLineOptions, readArguments } from './arguments.js'
import { down } from './down.js'
import { link } from './link.js'
import { logs } from './logs.js'
import { restart } from './restart.js'
import { status } from './status.js'
import { up } from './up.js'
import { USAGE } from './usage.js'
import { print } from './print.js'

const COMMANDS: Readonly<Record<string, (options: CommandLineOptions) => Promise<void>>> = {
  up,
  down,
  status,
  logs,
  link,
  restart,
}

// Whoever reads the output may have read enough: `./scripts/status | head`.
process.stdout.on('error', () => process.exit(0))

const [command = '', ...args] = process.argv.slice(2)

try {
  if (args.includes('--help')) print(USAGE[command])
  else await COMMANDS[command]?.(readArguments(args))
} catch (error) {
  if (!isBicoastalError(error)) throw error
  process.stderr.write(`${error.message}\n${error.advice}\n`)
  process.exitCode = 1
}

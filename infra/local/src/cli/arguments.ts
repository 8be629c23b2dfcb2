import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { DEFAULT_DIRECTORY } from '../stack/repository.js'
import { UsageError } from './usage.error.js'

/** What every command understands. */
export interface CommandLineOptions {
  readonly directory: string
  readonly portOffset: number
  readonly follow: boolean
  readonly wipe: boolean
  readonly infrastructureOnly: boolean
  readonly from: string | undefined
  readonly positionals: readonly string[]
}

/**
 * Reads the arguments of a command, and BICOASTAL_DIR and BICOASTAL_PORT_OFFSET where they say nothing.
 *
 * @throws UsageError when they make no sense.
 */
export function readArguments(args: readonly string[], env = process.env): CommandLineOptions {
  const { values, positionals } = parse(args)
  const portOffset = Number(values['port-offset'] ?? env['BICOASTAL_PORT_OFFSET'] ?? 0)
  if (!Number.isInteger(portOffset) || portOffset < 0 || portOffset > 57_000) {
    throw new UsageError('The port offset must be a whole number from 0 to 57000.')
  }
  return {
    directory: resolve(values.dir ?? env['BICOASTAL_DIR'] ?? DEFAULT_DIRECTORY),
    portOffset,
    follow: values.follow ?? false,
    wipe: values.wipe ?? false,
    infrastructureOnly: values['infrastructure-only'] ?? false,
    from: values.from,
    positionals,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        dir: { type: 'string' },
        'port-offset': { type: 'string' },
        follow: { type: 'boolean', short: 'f' },
        wipe: { type: 'boolean' },
        'infrastructure-only': { type: 'boolean' },
        from: { type: 'string' },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

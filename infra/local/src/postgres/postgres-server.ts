import { join } from 'node:path'
import type { Milliseconds } from '@bicoastal/kernel'
import { Client } from 'pg'
import { postgresAccount } from '../process/account.js'
import type { CommandLine } from '../process/launcher.js'
import { untilReady } from '../process/readiness.js'
import { RunningProgram } from '../process/running-program.js'
import { replaceFile } from '../stack/replace-file.js'
import { postgresBinaries } from './binaries.js'
import { type PostgresSettings, renderSettings } from './settings.js'

/** What one Postgres server needs to run on an existing data directory. */
export interface PostgresServerOptions {
  readonly name: string
  readonly dataDirectory: string
  readonly logFile: string
  readonly port: number
  readonly settings: PostgresSettings
  /** Files in the data directory with settings that may change while the server runs; they win. */
  readonly includes?: readonly string[]
  /** Wraps the command line, to run the server by another clock for instance. It must replace itself by the program. */
  readonly wrap?: (program: CommandLine) => CommandLine
}

const NETWORK: PostgresSettings = {
  listen_addresses: '127.0.0.1',
  // Paths of unix sockets are limited to 107 bytes; nothing needs them.
  unix_socket_directories: '',
  log_line_prefix: '%m [%p] %q%u@%d %a ',
}

/**
 * Writes the configuration and starts the server. It has been executed when this resolves; it may not answer yet.
 * It stops by itself (fast shutdown) when the starting process dies.
 */
export function launchPostgres(options: PostgresServerOptions): Promise<RunningProgram> {
  const settings = { ...NETWORK, ...options.settings, port: options.port }
  replaceFile(join(options.dataDirectory, 'postgresql.conf'), renderSettings(settings, options.includes))
  const server = { command: join(postgresBinaries(), 'postgres'), args: ['-D', options.dataDirectory] }
  return RunningProgram.start({
    name: options.name,
    ...(options.wrap?.(server) ?? server),
    logFile: options.logFile,
    account: postgresAccount(options.dataDirectory),
    stopSignal: 'SIGINT',
  })
}

/**
 * Waits until the server answers a query.
 *
 * @throws PartFailedError when it ended or `deadline` passed, with the end of its log.
 */
export function untilAnswering(running: RunningProgram, adminUrl: string, deadline: Milliseconds): Promise<void> {
  return untilReady(running, deadline, async () => {
    const client = new Client({ connectionString: adminUrl, connectionTimeoutMillis: 1000, query_timeout: 1000 })
    try {
      await client.connect()
      await client.query('SELECT')
    } finally {
      await client.end()
    }
  })
}

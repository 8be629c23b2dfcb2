import { join } from 'node:path'
import { seconds } from '@bicoastal/kernel'
import { claimPorts } from '../ports/port-claim.js'
import type { RunningProgram } from '../process/running-program.js'
import { initialiseCluster, isInitialised } from './initialise.js'
import { launchPostgres, untilAnswering } from './postgres-server.js'
import { provision } from './provision.js'
import { type Role, databaseUrl, keptPasswords } from './roles.js'
import { DISPOSABLE, type PostgresSettings, REPLICATION_SETTINGS, SMALL_SERVER } from './settings.js'

/** One Postgres server outside any stack, for tests and benchmarks. */
export interface PostgresHandle {
  readonly port: number
  /** The database as the application's role. */
  readonly url: string
  /** The database as each role. */
  readonly urls: Readonly<Record<Role, string>>
  readonly process: RunningProgram
  /** Where its files are. */
  readonly directory: string
  /** Fast shutdown, waits for it, frees the port. Repeatable. */
  stop(): Promise<void>
  /** SIGKILL of the server and all its backends; frees the port. Repeatable. */
  kill(): Promise<void>
}

/**
 * Starts a Postgres 18 with the service's roles and database in `directory` (`data/`, `postgres.log`), with the
 * replication settings of a region but without fsync; `settings` win. An existing directory is used again.
 * It answers queries when this resolves, and stops when this process dies.
 *
 * @throws PartFailedError, MissingBinariesError, NoFreePortError; nothing is left running then.
 */
export async function startPostgres(options: {
  readonly directory: string
  /** Default: a claimed free port. */
  readonly port?: number
  readonly settings?: PostgresSettings
}): Promise<PostgresHandle> {
  const claim = options.port === undefined ? await claimPorts() : undefined
  const port = options.port ?? (claim?.first as number)
  const passwords = keptPasswords(join(options.directory, 'passwords.json'))
  const dataDirectory = join(options.directory, 'data')
  const name = `postgres on ${port}`
  let running: RunningProgram | undefined
  const end = async (how: 'stop' | 'kill') => {
    await running?.[how]()
    claim?.release()
  }
  try {
    if (!isInitialised(dataDirectory)) await initialiseCluster(name, dataDirectory, passwords.admin)
    const settings = { ...REPLICATION_SETTINGS, ...SMALL_SERVER, ...DISPOSABLE, ...options.settings }
    running = await launchPostgres({
      name,
      dataDirectory,
      logFile: join(options.directory, 'postgres.log'),
      port,
      settings,
    })
    await untilAnswering(running, databaseUrl('admin', passwords, port, 'postgres'), seconds(20))
    await provision(databaseUrl('admin', passwords, port, 'postgres'), passwords)
  } catch (error) {
    await end('kill')
    throw error
  }
  const url = (role: Role) => databaseUrl(role, passwords, port)
  return {
    port,
    url: url('application'),
    urls: { admin: url('admin'), application: url('application'), replication: url('replication') },
    process: running,
    directory: options.directory,
    stop: () => end('stop'),
    kill: () => end('kill'),
  }
}

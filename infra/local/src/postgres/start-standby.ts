import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { seconds } from '@bicoastal/kernel'
import { copyBase } from '../database/base-copy.js'
import { claimPorts } from '../ports/port-claim.js'
import type { RunningProgram } from '../process/running-program.js'
import { launchPostgres, untilAnswering } from './postgres-server.js'
import { type Role, databaseUrl, keptPasswords } from './roles.js'
import { DISPOSABLE, type PostgresSettings, REPLICATION_SETTINGS, SMALL_SERVER } from './settings.js'
import type { PostgresHandle } from './start-postgres.js'

const SLOT = 'standby'

/**
 * Starts a hot standby of `primary` in `directory`, copied from it and streaming; `settings` win. It answers queries when
 * this resolves, and stops when this process dies. One per primary.
 *
 * @throws PartFailedError, NoFreePortError; nothing is left running then.
 */
export async function startStandby(options: {
  readonly primary: PostgresHandle
  readonly directory: string
  readonly settings?: PostgresSettings
}): Promise<PostgresHandle> {
  const { primary, directory } = options
  const claim = await claimPorts()
  const port = claim.first
  const passwords = keptPasswords(join(primary.directory, 'passwords.json'))
  const dataDirectory = join(directory, 'data')
  let running: RunningProgram | undefined
  const end = async (how: 'stop' | 'kill') => {
    await running?.[how]()
    claim.release()
  }
  try {
    mkdirSync(directory, { recursive: true })
    const source = { adminUrl: primary.urls.admin, dataDirectory: join(primary.directory, 'data') }
    await copyBase(source, { dataDirectory, slot: SLOT })
    const { username, password } = new URL(primary.urls.replication)
    const settings = {
      ...REPLICATION_SETTINGS,
      ...SMALL_SERVER,
      ...DISPOSABLE,
      primary_conninfo: `host=127.0.0.1 port=${primary.port} user=${username} password=${password} application_name=${SLOT}`,
      primary_slot_name: SLOT,
      ...options.settings,
    }
    const logFile = join(directory, 'postgres.log')
    running = await launchPostgres({ name: `standby on ${port}`, dataDirectory, logFile, port, settings })
    await untilAnswering(running, databaseUrl('admin', passwords, port, 'postgres'), seconds(20))
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
    directory,
    stop: () => end('stop'),
    kill: () => end('kill'),
  }
}

import { execFile } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { postgresAccount } from '../process/account.js'
import { launchedBy } from '../process/launcher.js'
import { PartFailedError } from '../process/part-failed.error.js'
import { postgresBinaries } from './binaries.js'
import { ROLES } from './roles.js'

const run = promisify(execFile)

/** Passwords always, and nothing but this machine: servers listen on 127.0.0.1 only. */
const HOST_BASED_AUTHENTICATION = `host all all 127.0.0.1/32 scram-sha-256
host replication all 127.0.0.1/32 scram-sha-256
`

/**
 * Creates an empty Postgres cluster in `dataDirectory`, which appears when it is complete: a crash in the middle leaves
 * none. The same locale everywhere (C.UTF-8 built in), so that sorting does not depend on the machine.
 *
 * @throws PartFailedError with what initdb said.
 */
export async function initialiseCluster(name: string, dataDirectory: string, adminPassword: string): Promise<void> {
  const unfinished = `${dataDirectory}.unfinished`
  const passwordFile = `${dataDirectory}.password`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true, mode: 0o700 })
  const account = postgresAccount(unfinished)
  writeFileSync(passwordFile, adminPassword, { mode: 0o600 })
  if (account) for (const path of [unfinished, passwordFile]) chownSync(path, account.uid, account.gid)
  const args = ['-D', unfinished, '-U', ROLES.admin, '-A', 'scram-sha-256', '--pwfile', passwordFile, '--no-sync']
  const locale = ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const program = { command: join(postgresBinaries(), 'initdb'), args: [...args, ...locale] }
  const line = launchedBy(program, { parentDeath: 'SIGTERM', account })
  try {
    await run(line.command, line.args)
  } catch (cause) {
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause)
    throw new PartFailedError(name, `could not be initialised: ${said}`, dataDirectory, cause)
  } finally {
    rmSync(passwordFile)
  }
  writeFileSync(join(unfinished, 'pg_hba.conf'), HOST_BASED_AUTHENTICATION)
  renameSync(unfinished, dataDirectory)
}

/** True when there is a cluster in `dataDirectory`. */
export function isInitialised(dataDirectory: string): boolean {
  return existsSync(join(dataDirectory, 'PG_VERSION')) && existsSync(join(dataDirectory, 'global', 'pg_control'))
}

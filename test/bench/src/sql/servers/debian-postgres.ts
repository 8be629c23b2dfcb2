import { execFile } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { eventually, seconds } from '@bicoastal/kernel'
import { claimPorts, RunningProgram } from '@bicoastal/local'
import { removeDirectory, temporaryDirectory } from '@bicoastal/testkit'
import { Client } from 'pg'
import { BENCH_SETTINGS } from './bench-settings.js'
import { pairOf, type ServerPair } from './server-pair.js'

const run = promisify(execFile)

const BINARIES = '/usr/lib/postgresql/15/bin'
const PGLOGICAL = '/usr/share/postgresql/15/extension/pglogical.control'

/** What logical replication needs, and pglogical. The same for both lanes of the comparison. */
const SETTINGS = {
  ...BENCH_SETTINGS,
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  wal_level: 'logical',
  max_worker_processes: 32,
  wal_retrieve_retry_interval: '500ms',
  track_commit_timestamp: true,
  shared_preload_libraries: 'pglogical',
  'pglogical.conflict_resolution': 'last_update_wins',
  // Writing each conflict into the server's log would be most of what is measured.
  'pglogical.conflict_log_level': 'debug1',
}

/** Where Debian's PostgreSQL 15 with pglogical lies; `undefined` when it is not installed. */
export function debianPostgres(): string | undefined {
  return existsSync(PGLOGICAL) ? BINARIES : undefined
}

/** Two servers of Debian's PostgreSQL, which refuses to run as root: it runs as `nobody` then. */
export async function startDebianServerPair(binaries: string): Promise<ServerPair> {
  const directory = temporaryDirectory('bench-debian')
  const account = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined
  if (account) chownSync(directory, account.uid, account.gid)
  const ports = await claimPorts()
  const running: RunningProgram[] = []
  const stop = async () => {
    await Promise.all(running.map((server) => server.stop()))
    ports.release()
    removeDirectory(directory)
  }
  try {
    const urls: string[] = []
    for (const [index, name] of ['publisher', 'subscriber'].entries()) {
      const data = join(directory, name)
      mkdirSync(data)
      if (account) chownSync(data, account.uid, account.gid)
      await run(join(binaries, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C'], {
        ...account,
        cwd: directory,
      })
      const port = ports.first + index
      const lines = Object.entries({ ...SETTINGS, port }).map(([setting, value]) => `${setting} = '${value}'\n`)
      writeFileSync(join(data, 'postgresql.conf'), lines.join(''))
      running.push(
        await RunningProgram.start({
          name: `postgres 15 on ${port}`,
          command: join(binaries, 'postgres'),
          args: ['-D', data],
          logFile: join(directory, `${name}.log`),
          account,
          stopSignal: 'SIGINT',
        }),
      )
      urls.push(`postgresql://postgres@127.0.0.1:${port}/postgres`)
    }
    const [publisher = '', subscriber = ''] = urls
    await Promise.all(urls.map(untilAnswering))
    return pairOf(publisher, subscriber, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

async function untilAnswering(url: string): Promise<void> {
  await eventually(
    async () => {
      const client = new Client({ connectionString: url })
      await client.connect()
      await client.end()
      return true
    },
    { awaited: 'PostgreSQL 15 to answer', deadline: seconds(20) },
  )
}

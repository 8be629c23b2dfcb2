import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { TwoRegions } from '@bicoastal/testkit'

const run = promisify(execFile)

/** What ran: the versions that decide whether two reports can be compared. */
export async function softwareVersions(regions: TwoRegions): Promise<Record<string, string>> {
  const [postgres, redis, haproxy, commit] = await Promise.all([
    regions.sql('east').query<{ server_version: string }>('SHOW server_version'),
    firstLine('redis-server', ['--version']),
    firstLine('haproxy', ['-v']),
    firstLine('git', ['rev-parse', '--short', 'HEAD']),
  ])
  return {
    bicoastal: commit,
    node: process.version,
    postgres: postgres.rows[0]?.server_version ?? 'unknown',
    redis,
    haproxy,
  }
}

/** `unknown` where the program cannot be asked: a clone without git must not keep a drill from running. */
async function firstLine(program: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(program, args, { env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` } })
    return stdout.split('\n')[0] ?? 'unknown'
  } catch {
    return 'unknown'
  }
}

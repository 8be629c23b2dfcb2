import { execFile } from 'node:child_process'
import { chownSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'

const run = promisify(execFile)

/** Belongs to the running primary, or is built anew by the standby. */
const LEFT_OUT = ['postmaster.pid', 'postmaster.opts', 'standby.signal', 'backup_label']
/** Copied as empty directories: the standby receives the log over the wire and keeps slots of its own. */
const EMPTIED = [
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]

/** A server that is copied while it runs. */
export interface CopySource {
  /** As administrator, to any database. */
  readonly adminUrl: string
  readonly dataDirectory: string
}

/** Where a standby is to be. */
export interface CopyTarget {
  readonly dataDirectory: string
  /** The physical slot that keeps the log for it on the primary. */
  readonly slot: string
}

/**
 * Replaces the data of `standby` by a copy of the running `primary`, which goes on serving. The slot of the standby is
 * made first, so that the primary keeps the log from there on. `standby.signal` is written last: a copy without it is
 * unfinished and is made again.
 */
export async function copyBase(primary: CopySource, standby: CopyTarget): Promise<void> {
  const target = standby.dataDirectory
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true, mode: 0o700 })
  const client = new Client({ connectionString: primary.adminUrl, application_name: 'bicoastal base copy' })
  // The primary died meanwhile; the query that was under way is rejected and says so.
  client.on('error', () => undefined)
  await client.connect()
  try {
    await renewSlot(client, standby.slot)
    await client.query(`SELECT pg_backup_start('standby', fast => true)`)
    await copyFiles(primary.dataDirectory, target)
    const { rows } = await client.query('SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)')
    writeFileSync(join(target, 'backup_label'), rows[0].labelfile)
  } finally {
    await client.end()
  }
  writeFileSync(join(target, 'standby.signal'), '')
  const { uid, gid } = statSync(primary.dataDirectory)
  const made = ['.', 'backup_label', 'standby.signal', 'pg_wal/archive_status', 'pg_wal/summaries', ...EMPTIED]
  for (const path of made) chownSync(join(target, path), uid, gid)
}

async function renewSlot(client: Client, slot: string): Promise<void> {
  await client.query('SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = $1', [
    slot,
  ])
  await client.query('SELECT pg_create_physical_replication_slot($1, immediately_reserve => true)', [slot])
}

async function copyFiles(source: string, target: string): Promise<void> {
  const copied = readdirSync(source).filter((name) => !LEFT_OUT.includes(name) && !EMPTIED.includes(name))
  for (const name of EMPTIED) mkdirSync(join(target, name), { mode: 0o700 })
  for (const name of ['archive_status', 'summaries']) mkdirSync(join(target, 'pg_wal', name), { mode: 0o700 })
  try {
    await run('cp', ['-a', '--reflink=auto', '--', ...copied.map((name) => join(source, name)), target])
  } catch (error) {
    const complaints = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n') : ['']
    // Tables dropped while being copied vanish; replaying the log drops them in the copy, too.
    if (!complaints.every((complaint) => complaint.endsWith('No such file or directory'))) throw error
  }
}

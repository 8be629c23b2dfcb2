import { join } from 'node:path'
import { eventually, seconds } from '@bicoastal/kernel'
import { type PostgresHandle, type PostgresSettings, claimPorts, startPostgres } from '@bicoastal/local'
import { removeDirectory, temporaryDirectory } from '@bicoastal/testkit'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type HealthApplication, startHealthApplication } from './health-application.js'

let directory: string
const cleanups: (() => Promise<unknown>)[] = []

beforeEach(() => {
  directory = temporaryDirectory('health')
})
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
  removeDirectory(directory)
})

async function startDatabase(options: { port?: number; settings?: PostgresSettings } = {}): Promise<PostgresHandle> {
  const database = await startPostgres({ directory: join(directory, 'postgres'), ...options })
  cleanups.push(() => database.kill())
  return database
}

async function startProcess(url: string): Promise<HealthApplication> {
  const process = await startHealthApplication(url)
  cleanups.push(() => process.stop())
  return process
}

async function administrate(database: PostgresHandle, ...statements: readonly string[]) {
  const client = new Client({ connectionString: database.urls.admin })
  await client.connect()
  try {
    let rows: Record<string, unknown>[] = []
    for (const statement of statements) rows = (await client.query(statement)).rows
    return rows
  } finally {
    await client.end()
  }
}

const backendOf = ({ instance }: HealthApplication) =>
  `SELECT pid FROM pg_stat_activity WHERE application_name = '${instance}-health'`

/** Waits until the region takes, or does not take, what is named. */
const until = (process: HealthApplication, wanted: { reads: boolean; writes: boolean }) =>
  eventually(
    async () => {
      const [reads, writes] = [await process.ask('reads'), await process.ask('writes')]
      return reads.ok === wanted.reads && writes.ok === wanted.writes && { reads, writes }
    },
    { awaited: `the verdict ${JSON.stringify(wanted)}`, deadline: seconds(10) },
  )

describe('with its database up', () => {
  test('a region takes reads and writes, and its processes are ready', async () => {
    const process = await startProcess((await startDatabase()).url)
    const { reads } = await until(process, { reads: true, writes: true })
    expect(reads).toEqual({ status: 200, ok: true, reasons: [] })
    expect((await process.get('/health/ready')).body).toMatchObject({ status: 'ok' })
    const { status, body } = await process.get('/health/region')
    expect(status).toBe(200)
    expect(body).toMatchObject({ region: 'east', staleAfterMs: 3000 })
    expect(Date.now() - Date.parse(body.checkedAt)).toBeLessThan(seconds(3))
    expect(await process.metrics()).toContain('region_health{purpose="writes",region="east"} 1')
  })

  test('any number of questions cost the database one connection, always the same', async () => {
    const database = await startDatabase()
    const process = await startProcess(database.url)
    await until(process, { reads: true, writes: true })
    const before = await administrate(database, backendOf(process))
    await Promise.all(Array.from({ length: 200 }, () => process.get('/health/region')))
    expect(before).toHaveLength(1)
    expect(await administrate(database, backendOf(process))).toEqual(before)
  })

  test('a process that was told to stop is not ready, and its region is as well as before', async () => {
    const process = await startProcess((await startDatabase()).url)
    await until(process, { reads: true, writes: true })
    process.draining.begin()
    const ready = await process.get('/health/ready')
    expect(ready.status).toBe(503)
    expect(ready.headers['connection']).toBe('close')
    expect(ready.body.error).toEqual({ lifecycle: { status: 'down', reasons: ['the process is leaving'] } })
    expect((await process.ask('writes')).status).toBe(200)
  })
})

describe('without its database', () => {
  test('a process starts and lives, is not ready, and becomes so when the database comes', async () => {
    const ports = await claimPorts()
    cleanups.push(async () => ports.release())
    const first = await startDatabase({ port: ports.first })
    await first.stop()
    const process = await startProcess(first.url)
    expect((await process.get('/health/live')).status).toBe(200)
    expect((await process.get('/health/ready')).status).toBe(503)
    const { reads } = await until(process, { reads: false, writes: false })
    expect(reads.status).toBe(503)
    expect(reads.reasons[0]).toMatch(/^(the database does not answer|not checked yet)$/)
    await startDatabase({ port: ports.first })
    await until(process, { reads: true, writes: true })
    expect((await process.get('/health/ready')).status).toBe(200)
  })

  test('a region says no, and its processes live on', async () => {
    const database = await startDatabase()
    const process = await startProcess(database.url)
    await until(process, { reads: true, writes: true })
    await database.kill()
    await until(process, { reads: false, writes: false })
    expect((await process.get('/health/live')).status).toBe(200)
    expect((await process.get('/health/region')).status).toBe(503)
  })

  test('a frozen one is no better than a dead one, and is believed again when it goes on', async () => {
    const database = await startDatabase()
    const process = await startProcess(database.url)
    await until(process, { reads: true, writes: true })
    const [backend] = await administrate(database, backendOf(process))
    const frozen = [database.process.pid, Number(backend?.['pid'])]
    const signal = (name: NodeJS.Signals) => frozen.forEach((pid) => globalThis.process.kill(pid, name))
    signal('SIGSTOP')
    cleanups.push(async () => signal('SIGCONT'))
    const { reads } = await until(process, { reads: false, writes: false })
    expect(reads.reasons.join()).toMatch(/^the database does not answer|the last check is \d+ ms old$/)
    cleanups.pop()
    signal('SIGCONT')
    await until(process, { reads: true, writes: true })
  })
})

describe('a database that answers', () => {
  test('but is read-only takes reads, not writes', async () => {
    const database = await startDatabase()
    const process = await startProcess(database.url)
    await until(process, { reads: true, writes: true })
    await administrate(database, 'ALTER SYSTEM SET default_transaction_read_only = on', 'SELECT pg_reload_conf()')
    const { writes } = await until(process, { reads: true, writes: false })
    expect(writes).toEqual({ status: 503, ok: false, reasons: ['the database is read-only'] })
    expect((await process.get('/health/ready')).status).toBe(200)
  })

  test('but does not commit, for lack of a synchronous standby, takes reads, not writes', async () => {
    const database = await startDatabase()
    const process = await startProcess(database.url)
    await until(process, { reads: true, writes: true })
    await administrate(database, `ALTER SYSTEM SET synchronous_standby_names = 'nobody'`, 'SELECT pg_reload_conf()')
    const { writes } = await until(process, { reads: true, writes: false })
    expect(writes.reasons).toEqual(['the database does not commit'])
    await administrate(database, 'ALTER SYSTEM RESET synchronous_standby_names', 'SELECT pg_reload_conf()')
    await until(process, { reads: true, writes: true })
  })
})

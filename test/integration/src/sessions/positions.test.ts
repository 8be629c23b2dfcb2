import { setImmediate } from 'node:timers/promises'
import { DatabaseConfig, RegionConfig } from '@bicoastal/config'
import {
  type DurabilityLevel,
  Positions,
  PrimaryPositions,
  RequestSession,
  RequestSessions,
  Transactions,
  inSession,
  isPeerNotCaughtUpError,
} from '@bicoastal/database'
import { eventually, parsePosition } from '@bicoastal/kernel'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { LinkedRegions } from './linked-regions.js'

let regions: LinkedRegions
let east: Positions
let west: Positions

beforeAll(async () => {
  regions = await LinkedRegions.create()
  east = regions.east.app.get(Positions)
  west = regions.west.app.get(Positions)
})

afterAll(() => regions.release())

afterEach(async () => {
  regions.west.standby.process.signal('SIGCONT')
  await setSynchronousStandby('')
})

/** Makes commits in west wait for the standby `name`, or for nobody. */
async function setSynchronousStandby(name: string): Promise<void> {
  const { sql } = regions.west.region
  await sql.query(`ALTER SYSTEM SET synchronous_standby_names = '${name}'`)
  await sql.query('SELECT pg_reload_conf()')
  await eventually(
    async () => (await sql.query('SHOW synchronous_standby_names')).rows[0].synchronous_standby_names === name,
    { awaited: 'west to take its settings over' },
  )
}

const valueInWest = async (key: string): Promise<string | undefined> =>
  (await regions.west.region.sql.query('SELECT value FROM probe_registers WHERE key = $1', [key])).rows[0]?.value

test('what was committed in the peer before a position is visible when the position has arrived', async () => {
  for (let round = 0; round < 200; round += 1) {
    await regions.east.write('awaited', String(round))
    await west.awaitFromPeer(await east.committed(), 5000)
    expect(await valueInWest('awaited')).toBe(String(round))
  }
})

test('what the peer committed without changing any row arrives as well', async () => {
  await regions.east.region.sql.query(`SELECT pg_logical_emit_message(true, 'nobody', 'listens', true)`)
  const arrived = west.awaitFromPeer(await east.committed(), 5000)
  await expect(arrived).resolves.toBeUndefined()
})

test('a transaction that is counted as applied, but waits for its standby, is not visible and has not arrived', async () => {
  await regions.east.write('counted', 'before')
  await west.awaitFromPeer(await east.committed(), 5000)
  await setSynchronousStandby('standby')
  regions.west.standby.process.signal('SIGSTOP')
  await regions.east.write('counted', 'after')
  const position = await east.committed()
  const progress = `
    SELECT pg_replication_origin_progress(roname, false) AS position FROM pg_replication_origin WHERE roname LIKE 'pg\\_%'`
  const counted = async () => {
    const { rows } = await regions.west.region.sql.query(progress)
    // The position is the end of what east has on disk, and a little more than the transaction's own.
    return parsePosition(rows[0].position) > position - 1000n
  }
  await eventually(counted, { awaited: 'Postgres to count the transaction as applied' })
  await expect(west.awaitFromPeer(position, 300)).rejects.toSatisfy(isPeerNotCaughtUpError)
  expect(await valueInWest('counted')).toBe('before')
  regions.west.standby.process.signal('SIGCONT')
  await west.awaitFromPeer(position, 10_000)
  expect(await valueInWest('counted')).toBe('after')
})

test('an answer that was asked for before another server may have become the primary teaches nothing', async () => {
  const { app } = regions.east
  const primary = new PrimaryPositions(app.get(DatabaseConfig), app.get(RegionConfig))
  try {
    const asked = Promise.allSettled([primary.measure(), primary.committed()])
    // Both are under way, and the connection for them is not even open.
    await setImmediate()
    primary.known.forget()
    expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect([primary.known.latest, primary.known.here, primary.isAway]).toEqual([undefined, 0n, false])
    await primary.measure()
    expect(primary.known.latest?.here).toBe(primary.known.here)
  } finally {
    await primary.onApplicationShutdown()
  }
})

/** What is said of a write in east that should be on both disks, when `meanwhile` happens right after its commit. */
async function levelOf(meanwhile: () => void): Promise<DurabilityLevel | undefined> {
  const { app } = regions.east
  const session = new RequestSession({ token: undefined, strict: false, durability: 'global' })
  const write = `INSERT INTO probe_registers (key, value) VALUES (gen_random_uuid(), 'durable')`
  await inSession(session, () => app.get(Transactions).run((manager) => manager.query(write)))
  meanwhile()
  return (await app.get(RequestSessions).ofTransactions(session, true)).durability
}

test('a commit after which another server may have become the primary is not called global, whatever the peer confirms', async () => {
  const confirmed = async () => (await levelOf(() => undefined)) === 'global'
  await eventually(confirmed, { awaited: 'west to confirm what east commits', deadline: 20_000 })
  expect(await levelOf(() => regions.east.app.get(PrimaryPositions).known.forget())).toBe('local')
  expect(await confirmed()).toBe(true)
})

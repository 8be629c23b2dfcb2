import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { listIncidents, listQuarantine, readVerification, requestVerification } from '@bicoastal/convergence'
import { eventually, peerOf, type RegionId, REGIONS, seconds } from '@bicoastal/kernel'
import { claimPorts, type PortClaim, type PostgresHandle, RunningProgram, startPostgres } from '@bicoastal/local'
import { applicationScript, removeDirectory, temporaryDirectory } from '@bicoastal/testkit'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setClock } from './fixtures/region-pair.js'

const directory = temporaryDirectory('keeper')
const servers = new Map<RegionId, PostgresHandle>()
const pools = new Map<RegionId, Pool>()
const programs: RunningProgram[] = []
let ports: PortClaim

const urls = (region: RegionId) => (servers.get(region) as PostgresHandle).urls
const sql = (region: RegionId) => pools.get(region) as Pool

function environment(region: RegionId, instance: string, port: number): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    REGION: region,
    INSTANCE: instance,
    METRICS_PORT: `${port}`,
    ADMIN_DATABASE_URL: urls(region).admin,
    PEER_DATABASE_URL: urls(peerOf(region)).replication,
  }
}

/** A keeper looks when it starts, and then now and then: this one must be there before. */
const OLD_CONFLICT = `
  INSERT INTO convergence.conflicts (table_schema, table_name, key, unit, policy, winner_version, loser_version, logged_at)
  VALUES ('public', 'products', '{}', 'name', 'lastWriteWins', 514, 257, now() - interval '40 days')`

beforeAll(async () => {
  ports = await claimPorts()
  for (const region of REGIONS) {
    servers.set(region, await startPostgres({ directory: join(directory, region) }))
    const pool = new Pool({ connectionString: urls(region).admin, max: 2 })
    // Servers stop before connections that are still closing.
    pool.on('error', () => undefined)
    pools.set(region, pool)
  }
  for (const region of REGIONS) {
    const env = environment(region, 'migrate', ports.first)
    await promisify(execFile)(process.execPath, [applicationScript('migrate'), 'schema'], { env })
    await sql(region).query(OLD_CONFLICT)
  }
})
afterAll(async () => {
  await Promise.all(programs.map((program) => program.kill()))
  await Promise.all([...pools.values()].map((pool) => pool.end()))
  await Promise.all([...servers.values()].map((server) => server.stop()))
  ports.release()
  removeDirectory(directory)
})

interface Keeper {
  readonly program: RunningProgram
  readonly metrics: () => Promise<string>
}

let started = 0

async function startKeeper(region: RegionId): Promise<Keeper> {
  started += 1
  const port = ports.first + started
  const name = `keeper-${started}`
  const program = await RunningProgram.start({
    name,
    command: process.execPath,
    args: [applicationScript('keeper')],
    env: environment(region, name, port),
    logFile: join(directory, `${name}.log`),
  })
  programs.push(program)
  const metrics = async () => await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  await eventually(async () => (await metrics()) !== '', { awaited: `${name} to answer`, deadline: seconds(30) })
  return { program, metrics }
}

const untilActive = ({ metrics }: Keeper) =>
  eventually(async () => /^keeper_active\{.*\} 1$/m.test(await metrics()), {
    awaited: 'the keeper to be active',
    deadline: seconds(20),
  })

const arrived = (region: RegionId, key: string) =>
  eventually(async () => (await sql(region).query('SELECT FROM probe_counters WHERE key = $1', [key])).rowCount === 1, {
    awaited: `${key} to arrive in ${region}`,
    deadline: seconds(60),
  })

const count = (region: RegionId, key: string, value = 1) =>
  sql(region).query('INSERT INTO probe_counters (key, value) VALUES ($1, $2)', [key, value])

const noted = async (region: RegionId) => (await sql(region).query('SELECT FROM convergence.conflicts')).rowCount

test('keepers connect two regions that nobody has subscribed, and say how they are', async () => {
  const keepers: Keeper[] = []
  for (const region of REGIONS) keepers.push(await startKeeper(region))
  for (const keeper of keepers) await untilActive(keeper)
  for (const region of REGIONS) {
    await count(region, `from ${region}`)
    await arrived(peerOf(region), `from ${region}`)
    expect(await listIncidents(sql(region), { open: false, limit: 10 })).toEqual([])
  }
})

test('conflicts that were noted long ago are forgotten', async () => {
  for (const region of REGIONS) {
    await eventually(async () => (await noted(region)) === 0, { awaited: `${region} to forget` })
    expect(await noted(region)).toBe(0)
  }
})

/** Asks east's keeper for a comparison and waits for it. */
async function compared() {
  const id = await requestVerification(sql('east'), { reason: 'a test', repairs: true })
  return eventually(
    async () => {
      const found = await readVerification(sql('east'), id)
      return found?.finishedAt == null ? null : found
    },
    { awaited: 'the comparison', deadline: seconds(60) },
  )
}

test('a comparison that is asked for in the database is carried out', async () => {
  expect(await compared()).toMatchObject({ failure: null, report: { equal: true, differences: [], skipped: [] } })
})

const openIncidents = async (region: RegionId, kind: string) =>
  (await listIncidents(sql(region), { open: true, limit: 100 })).filter((incident) => incident.kind === kind)

const untilReported = (region: RegionId, kind: string) =>
  eventually(async () => (await openIncidents(region, kind))[0], {
    awaited: `${region} to report ${kind}`,
    deadline: seconds(30),
  })

const untilHealed = (region: RegionId, kind: string) =>
  eventually(async () => (await openIncidents(region, kind)).length === 0, {
    awaited: `${kind} to be healed in ${region}`,
    deadline: seconds(30),
  })

describe('a region whose clock is an hour ahead', () => {
  const key = `from the future ${randomUUID()}`
  let rightClock: string

  beforeAll(async () => {
    const { rows } = await sql('west').query("SELECT pg_get_functiondef('convergence.clock()'::regprocedure) AS text")
    rightClock = rows[0].text
    await setClock(sql('west'), { ahead: '1 hour' })
  })
  afterAll(() => sql('west').query(rightClock))

  test('is noticed by both, each of which says by how much the other is off', async () => {
    const [east, west] = await Promise.all(REGIONS.map((region) => untilReported(region, 'clock_skew')))
    expect(east).toMatchObject({ subject: 'west', message: expect.stringMatching(/3600\.\d s ahead of/) })
    expect(west).toMatchObject({ subject: 'east', message: expect.stringMatching(/3600\.\d s behind/) })
    expect(east?.detail['skewSeconds']).toBeCloseTo(3600, 0)
  })

  test('writes rows that arrive like any others, and that the next comparison names', async () => {
    await count('west', key)
    await arrived('east', key)
    await compared()
    const found = await untilReported('east', 'future_version')
    // By its own clock west issued nothing unusual.
    expect(found.detail['rows']).toMatchObject([{ table: 'probe_counters', region: 'east', key: `(${key})` }])
  })

  test('is forgiven when its clock is right, and its rows when their time has come', async () => {
    await sql('west').query(rightClock)
    for (const region of REGIONS) await untilHealed(region, 'clock_skew')
    await compared()
    expect(await openIncidents('east', 'future_version')).toHaveLength(1)
    // An hour later.
    for (const region of REGIONS) await setClock(sql(region), { ahead: '1 hour' })
    await compared()
    await untilHealed('east', 'future_version')
    for (const region of REGIONS) await sql(region).query(rightClock)
  })
})

test('of two keepers of a region one stands by, and goes on where the other was killed', async () => {
  const first = programs.at(-1)
  const second = await startKeeper('west')
  expect(await second.metrics()).toMatch(/^keeper_active\{.*\} 0$/m)
  const poison = randomUUID()
  await sql('west').query('ALTER TABLE probe_counters ADD CONSTRAINT modest CHECK (value < 1000) NOT VALID')
  await count('east', poison, 5000)
  await count('east', `after ${poison}`)
  await eventually(
    async () =>
      (await sql('west').query('SELECT FROM pg_stat_subscription_stats WHERE apply_error_count > 0')).rowCount === 1,
    { awaited: 'replication to fail', deadline: seconds(20) },
  )
  await first?.kill()
  await untilActive(second)
  await arrived('west', `after ${poison}`)
  const quarantine = await eventually(
    async () => {
      const rows = await listQuarantine(sql('west'), 10)
      return rows.length > 0 ? rows : null
    },
    { awaited: 'the quarantine' },
  )
  expect(quarantine).toMatchObject([{ table: 'probe_counters', key: `(${poison})`, code: '23514' }])
  expect(await second.metrics()).toMatch(/^incidents_open\{kind="row_refused".*\} 1$/m)
  await sql('west').query('ALTER TABLE probe_counters DROP CONSTRAINT modest')
  await arrived('west', poison)
})

test('a keeper that is told to stop ends in order and leaves nothing behind in the peer', async () => {
  const west = programs.at(-1) as RunningProgram
  west.signal('SIGTERM')
  expect(await west.exited).toMatchObject({ code: 0 })
  const { rows } = await sql('east').query("SELECT slot_name FROM pg_replication_slots WHERE slot_name LIKE 'keeper%'")
  expect(rows).toEqual([])
})

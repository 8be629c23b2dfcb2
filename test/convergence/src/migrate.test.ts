import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { compareRegions, HEARTBEAT_TABLE } from '@bicoastal/convergence'
import { eventually, type RegionId, seconds } from '@bicoastal/kernel'
import { type PostgresHandle, startPostgres } from '@bicoastal/local'
import { applicationScript, removeDirectory, temporaryDirectory } from '@bicoastal/testkit'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'

const directory = temporaryDirectory('migrate')
const servers = new Map<RegionId, PostgresHandle>()

beforeAll(async () => {
  const [east, west] = await Promise.all(
    (['east', 'west'] as const).map((region) => startPostgres({ directory: join(directory, region) })),
  )
  servers.set('east', east as PostgresHandle)
  servers.set('west', west as PostgresHandle)
})
afterAll(async () => {
  await Promise.all([...servers.values()].map((server) => server.stop()))
  removeDirectory(directory)
})

interface Ended {
  readonly code: number | null
  readonly output: string
  readonly problem: string
}

const urls = (region: RegionId) => (servers.get(region) as PostgresHandle).urls

/** Runs the compiled program as an operator does. */
function migrate(
  region: RegionId,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const peer = region === 'east' ? 'west' : 'east'
  const env = {
    PATH: process.env['PATH'],
    REGION: region,
    INSTANCE: 'migrate',
    ADMIN_DATABASE_URL: urls(region).admin,
    PEER_DATABASE_URL: urls(peer).replication,
    ...environment,
  }
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [applicationScript('migrate'), ...args],
      { env },
      (_error, output, problem) => resolve({ code: child.exitCode, output, problem }),
    )
  })
}

async function query(region: RegionId, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: urls(region).admin })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

test('a plan shows migrations, triggers and grants as SQL, and changes nothing', async () => {
  const plan = await migrate('east', ['--plan', 'schema'])
  expect(plan.problem).toBe('')
  expect(plan.code).toBe(0)
  for (const part of [
    'CREATE TABLE public.jobs',
    'CREATE OR REPLACE FUNCTION convergence.products_merge_update()',
    'CREATE PUBLICATION bicoastal',
    "pg_create_logical_replication_slot('relay'",
  ]) {
    expect(plan.output).toContain(part)
  }
  expect(
    await query('east', "SELECT count(*)::int AS count FROM pg_tables WHERE schemaname IN ('public', 'convergence')"),
  ).toEqual([{ count: 0 }])
})

test('a peer without a schema is explained and may be tried again later', async () => {
  const ended = await migrate('east', ['subscribe'])
  expect(ended).toMatchObject({ code: 75, output: '' })
  expect(ended.problem).toContain('cannot receive the writes of west yet: it has no publication.')
})

test('two runs at once both succeed, one of them finding everything done; a third changes nothing', async () => {
  const ended = await Promise.all([migrate('west', ['schema']), migrate('west', ['schema'])])
  expect(ended.map((each) => [each.code, each.problem])).toEqual([
    [0, ''],
    [0, ''],
  ])
  expect(ended.filter((each) => each.output.includes('nothing to change'))).toHaveLength(1)
  expect((await migrate('west', ['schema'])).output).toBe('west: nothing to change: the database is as it should be\n')
})

test('both regions subscribed to each other exchange what either writes', async () => {
  expect(await migrate('east', ['schema'])).toMatchObject({ code: 0, problem: '' })
  const plan = await migrate('east', ['--plan', 'subscribe'])
  expect(plan.output).toContain('CREATE SUBSCRIPTION from_west')
  expect(plan.output).not.toContain(new URL(urls('west').replication).password)
  const subscribed = await Promise.all([migrate('east', ['subscribe']), migrate('west', ['subscribe'])])
  expect(subscribed.map((each) => [each.code, each.problem])).toEqual([
    [0, ''],
    [0, ''],
  ])
  expect((await migrate('east', ['subscribe'])).output).toContain('nothing to change')
  await query('east', "INSERT INTO probe_counters (key, value) VALUES ('k', 1)")
  await query(
    'west',
    "INSERT INTO probe_counters (key, value) VALUES ('k', 2) ON CONFLICT (key) DO UPDATE SET value = probe_counters.value + 2",
  )
  await eventually(
    async () => {
      const values = await Promise.all(
        (['east', 'west'] as const).map((region) => query(region, 'SELECT value FROM probe_counters')),
      )
      return values.every(([row]) => row?.['value'] === '3')
    },
    { awaited: 'both counters to be 3', deadline: seconds(20) },
  )
})

test('what the relay and the heartbeat need is there', async () => {
  expect(await query('east', "SELECT plugin, failover FROM pg_replication_slots WHERE slot_name = 'relay'")).toEqual([
    { plugin: 'pgoutput', failover: true },
  ])
  const published = await query(
    'east',
    "SELECT tablename::text AS name FROM pg_publication_tables WHERE pubname = 'bicoastal_relay' ORDER BY 1",
  )
  expect(published.map((row) => row['name'])).toEqual(expect.arrayContaining(['jobs', 'orders', 'products']))
  const clients = await Promise.all(
    (['east', 'west'] as const).map(async (region) => {
      const client = new Client({ connectionString: urls(region).admin })
      await client.connect()
      return client
    }),
  )
  const [east, west] = clients as [Client, Client]
  expect((await compareRegions(east, west, [HEARTBEAT_TABLE])).equal).toBe(true)
  await Promise.all(clients.map((client) => client.end()))
})

test('what is new is published when the peer has it, and nobody is told to go on while the peer cannot be asked', async () => {
  const holdBack = `
    ALTER PUBLICATION bicoastal DROP TABLE probe_registers;
    ALTER PUBLICATION bicoastal ADD TABLE probe_registers (key, deleted_at, _h, _seen_east, _seen_west, _v_deleted_at)`
  await query('east', holdBack)
  const unreachable = 'postgresql://bicoastal_replication:x@127.0.0.1:1/bicoastal'
  const alone = await migrate('east', ['schema'], { PEER_DATABASE_URL: unreachable })
  expect(alone.code).toBe(75)
  expect(alone.problem).toContain('must not be written to before west was asked')
  const plan = await migrate('east', ['--plan', 'schema'])
  expect(plan.output).toContain('-- publish what is new, once west has it\n-- public.probe_registers.value\n')
  const ended = await migrate('east', ['schema'])
  expect(ended).toMatchObject({ code: 0, problem: '' })
  expect(ended.output).toContain('set tables and columns of publication bicoastal')
  const [published] = await query(
    'east',
    `SELECT 'value' = ANY (attnames) AS again FROM pg_publication_tables WHERE pubname = 'bicoastal' AND tablename = 'probe_registers'`,
  )
  expect(published).toEqual({ again: true })
  expect((await migrate('east', ['schema'])).output).toContain('nothing to change')
})

test('what the peer wrote to new columns first is waited for', async () => {
  await query('east', 'ALTER PUBLICATION bicoastal DROP TABLE probe_registers')
  await query(
    'east',
    'ALTER PUBLICATION bicoastal ADD TABLE probe_registers (key, deleted_at, _h, _seen_east, _seen_west)',
  )
  await query('west', "INSERT INTO convergence.ahead_columns (name) VALUES ('public.probe_registers.value')")
  const waiting = migrate('east', ['schema'])
  await eventually(
    async () => (await query('east', "SELECT FROM pg_stat_activity WHERE application_name = 'migrate'")).length > 0,
    { awaited: 'the migration to wait', deadline: seconds(40) },
  )
  // What the keeper of west does when it has sent everything.
  await query('west', 'DELETE FROM convergence.ahead_columns')
  expect(await waiting).toMatchObject({ code: 0, problem: '' })
})

test.each([
  ['an unknown command', ['scheme'], {}, 64, '"scheme" is no command'],
  ['a missing address', ['schema'], { ADMIN_DATABASE_URL: '' }, 78, 'ADMIN_DATABASE_URL'],
  ['the database of the other region', ['schema'], { REGION: 'west' }, 1, 'says that it belongs to region number 1'],
])('%s ends with a message and an exit code of its own', async (_what, args, environment, code, message) => {
  const ended = await migrate('east', args, environment)
  expect(ended.code).toBe(code)
  expect(ended.problem).toContain(message)
  expect(ended.problem).not.toMatch(/\n {4}at /)
})

test('an unreachable peer is waited for, then explained; trying again later is the thing to do', async () => {
  const ended = await migrate('east', ['subscribe'], {
    PEER_DATABASE_URL: 'postgresql://bicoastal_replication:x@127.0.0.1:1/bicoastal',
  })
  expect(ended.code).toBe(75)
  expect(ended.problem).toContain('ECONNREFUSED')
  expect(ended.problem).toContain('This region goes on alone and loses nothing')
})

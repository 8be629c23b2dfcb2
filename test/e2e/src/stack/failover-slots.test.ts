import { eventually, seconds } from '@bicoastal/kernel'
import { type NodeName } from '@bicoastal/local'
import { Client } from 'pg'
import { afterAll, expect, test } from 'vitest'
import { useInfrastructure } from './infrastructure.js'
import { SteadyWriter } from './steady-writer.js'

const { client, info } = await useInfrastructure()
const east = await client.databaseUrl('east', 'admin')
const west = await client.databaseUrl('west', 'admin')

// The peer subscribes to the writer's table as regions do to each other.
const writer = await SteadyWriter.begin(east)
await execute(
  east,
  `GRANT SELECT ON written TO bicoastal_replication;
   CREATE PUBLICATION seen FOR TABLE written;
   CREATE TABLE ballast (number int, text text)`,
)
await execute(west, 'CREATE TABLE written (number int PRIMARY KEY)')
await execute(
  west,
  `CREATE SUBSCRIPTION seen CONNECTION '${await client.databaseUrl('east', 'replication')}'
   PUBLICATION seen WITH (failover = true, slot_name = 'seen', synchronous_commit = 'on')`,
)
afterAll(() => writer.end())

async function execute<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const connection = new Client({ connectionString: url, query_timeout: 20_000 })
  connection.on('error', () => undefined)
  await connection.connect()
  try {
    return (await connection.query<Row>(sql)).rows
  } finally {
    await connection.end()
  }
}

/** Right after a promotion the region's edge may still lead to the old primary. */
const numbersIn = (url: string) =>
  eventually(
    async () =>
      new Set((await execute<{ number: number }>(url, 'SELECT number FROM written')).map(({ number }) => number)),
    { awaited: 'the primary to answer', deadline: seconds(20) },
  )
const primary = async () => (await client.databases()).east.primary

/** The node that is not the primary, reached without the region's edge. */
async function standbyUrl(): Promise<string> {
  const node: NodeName = (await primary()) === 'a' ? 'b' : 'a'
  const url = new URL(east)
  url.port = String(info.ports.regions.east.postgres[node])
  url.pathname = '/postgres'
  return url.href
}

/** A region that was paired before the peer subscribed is not any more until its standby has the peer's slot, too. */
async function untilSlotIsSafe(): Promise<void> {
  const synced = `SELECT FROM pg_replication_slots WHERE slot_name = 'seen' AND synced AND NOT temporary`
  await eventually(async () => (await execute(await standbyUrl(), synced)).length === 1, {
    awaited: 'the standby to have the slot of the peer',
    deadline: seconds(100),
    interval: 200,
  })
  await client.untilPaired('east')
}
const writtenMore = (count: number) => {
  const before = writer.count
  return eventually(() => writer.count > before + count, { awaited: 'more writes', deadline: seconds(30) })
}

/** Freezes the primary and waits until its standby has taken over; `meanwhile` happens while it is being promoted. */
async function promoteStandby(meanwhile: () => void = () => undefined): Promise<void> {
  const before = await primary()
  await client.kill(`east/postgres-${before}`, 'SIGSTOP')
  const promoting = async () => (await client.databases()).east.state === 'promoting'
  await eventually(promoting, { awaited: 'a promotion to begin', deadline: seconds(20), interval: 5 })
  meanwhile()
  await eventually(async () => (await primary()) !== before, { awaited: 'a promotion', deadline: seconds(20) })
}

/**
 * Expects that the region has everything that the peer had seen by now. A commit that waits for the new standby is on its
 * way to the peer a moment before readers here see it, so it gets a moment; what a promotion lost would never come back.
 */
async function expectNothingSeenIsGone(): Promise<void> {
  const seen = await numbersIn(west)
  await eventually(
    async () => {
      const there = await numbersIn(east)
      const gone = [...seen].filter((number) => !there.has(number))
      if (gone.length > 0) throw new Error(`The peer has seen ${gone.join(', ')}, and the region has not.`)
      return true
    },
    { awaited: 'the region to have what its peer has seen' },
  )
}

const everythingArrives = () =>
  eventually(
    async () => {
      const [there, seen] = [await numbersIn(east), await numbersIn(west)]
      return [...there].every((number) => seen.has(number))
    },
    { awaited: 'the peer to have everything', deadline: seconds(30) },
  )

test('the slot of the peer survives a promotion, and the peer has seen nothing that is gone', async () => {
  await untilSlotIsSafe()
  await writtenMore(50)
  await promoteStandby()
  await expectNothingSeenIsGone()
  await writtenMore(50)
  await everythingArrives()
})

test('it survives the next one, too, by a standby that is behind: what that does not have, the peer has not seen either', async () => {
  await untilSlotIsSafe()
  const [receiver] = await execute<{ pid: number }>(await standbyUrl(), 'SELECT pid FROM pg_stat_wal_receiver')
  const pid = receiver?.pid as number
  process.kill(pid, 'SIGSTOP')
  // More than the buffers of the connection hold; commits that wait for nobody stand for those that nobody was told of.
  await execute(
    east,
    `SET synchronous_commit = local;
     INSERT INTO ballast SELECT number, repeat(md5(random()::text), 32) FROM generate_series(1, 14000) AS number`,
  )
  await execute(east, 'SET synchronous_commit = local; INSERT INTO written VALUES (-1), (-2)')
  // Long enough for a sender that does not wait for the standby to send them, short enough for the standby to be waited for.
  const markedAt = performance.now()
  while (performance.now() - markedAt < 1000) expect((await numbersIn(west)).has(-1)).toBe(false)
  await promoteStandby(() => process.kill(pid, 'SIGCONT'))
  const there = await numbersIn(east)
  // The standby was behind indeed: otherwise this test proves nothing.
  expect(there.has(-1)).toBe(false)
  await expectNothingSeenIsGone()
  await writtenMore(50)
  await everythingArrives()
  await writer.end()
  expect(await writer.missing()).toEqual([])
})

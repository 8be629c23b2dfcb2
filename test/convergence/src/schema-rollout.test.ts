import { randomUUID } from 'node:crypto'
import {
  compareRegions,
  describeEntities,
  install,
  type InstallOptions,
  publish,
  unpublishedColumns,
} from '@bicoastal/convergence'
import { type Constructor, type RegionId, eventually, peerOf, seconds } from '@bicoastal/kernel'
import { afterEach, describe, expect, test } from 'vitest'
import { FirstParcel, RELEASES, SecondParcel, Sticker, ThirdParcel } from './fixtures/parcel.releases.js'
import { type ParcelWriter, startParcelWriter } from './fixtures/parcel-writer.js'
import { type RegionPair, startRegionPair, subscribeTo, untilCopied } from './fixtures/region-pair.js'
import { fixtureInstallation } from './fixtures/region-server.js'

let pair: RegionPair
let writers: ParcelWriter[] = []

afterEach(async () => {
  for (const writer of writers) await writer.stop()
  writers = []
  await pair?.stop()
})

async function optionsOf(region: RegionId, ...entities: Constructor[]): Promise<InstallOptions> {
  const fixture = await fixtureInstallation(region)
  return { ...fixture, tables: [...fixture.tables, ...(await describeEntities(entities))] }
}

/** What `migrate schema` of a release does in one region: its migration, the installation, and what may be published by now. */
async function migrate(region: RegionId, migration: string, ...entities: Constructor[]) {
  const options = await optionsOf(region, ...entities)
  const here = pair[region].sql
  await here.query(migration)
  await install(here, options)
  return publish({ here, peer: await pair[peerOf(region)].connect('replication') }, options)
}

const publishAgain = async (region: RegionId, ...entities: Constructor[]) =>
  publish(
    { here: pair[region].sql, peer: await pair[peerOf(region)].connect('replication') },
    await optionsOf(region, ...entities),
  )

const untilPublished = (region: RegionId, ...entities: Constructor[]) =>
  eventually(async () => (await publishAgain(region, ...entities)).blocked.length === 0, {
    awaited: `${region} to publish all it has`,
  })

const subscribeBoth = async () => {
  await subscribeTo(pair.east, pair.west)
  await subscribeTo(pair.west, pair.east)
  await Promise.all([untilCopied(pair.east.sql), untilCopied(pair.west.sql)])
}

/** How often an apply worker of either region has failed, ever. */
async function applyErrors(): Promise<number> {
  const counts = await Promise.all(
    [pair.east, pair.west].map(async ({ sql }) => {
      const { rows } = await sql.query('SELECT sum(apply_error_count)::int AS count FROM pg_stat_subscription_stats')
      return rows[0].count as number
    }),
  )
  return (counts[0] ?? 0) + (counts[1] ?? 0)
}

async function untilEqual(...entities: Constructor[]): Promise<void> {
  const tables = await describeEntities(entities)
  const [east, west] = [await pair.east.connect('admin'), await pair.west.connect('admin')]
  await eventually(
    async () => {
      const { equal, differences } = await compareRegions(east, west, tables)
      if (!equal) throw new Error(JSON.stringify(differences.slice(0, 2), null, 1))
      return true
    },
    { awaited: 'both regions to be equal', deadline: seconds(20) },
  )
}

/** Lets everyone write for a while. */
async function writing(): Promise<void> {
  const goals = writers.map((writer) => writer.writes + 150)
  await eventually(() => writers.every((writer, index) => writer.writes >= (goals[index] ?? 0)), { awaited: 'writes' })
}

async function begin(): Promise<readonly string[]> {
  pair = await startRegionPair()
  for (const region of ['east', 'west'] as const) await migrate(region, RELEASES.first, FirstParcel)
  for (const region of ['east', 'west'] as const) await publishAgain(region, FirstParcel)
  await subscribeBoth()
  const parcels = Array.from({ length: 40 }, () => randomUUID())
  await pair.east.sql.query("INSERT INTO parcels (id, title) SELECT unnest($1::uuid[]), 'first'", [parcels])
  await untilEqual(FirstParcel)
  return parcels
}

describe.each([
  ['east', 'west'],
  ['west', 'east'],
] as const)('%s is on the next release before %s', (ahead, behind) => {
  test('and each goes on with columns that the other has, under writes, without an error, until both have everything', async () => {
    const parcels = await begin()
    const leader = await startParcelWriter(pair[ahead], parcels)
    const follower = await startParcelWriter(pair[behind], parcels)
    writers = [leader, follower]
    await writing()

    const first = await migrate(ahead, RELEASES.second, SecondParcel, Sticker)
    expect(first.ahead).toContain('public.parcels.note')
    expect(first.ahead).toContain('public.stickers.code')
    leader.upgrade()
    await pair[ahead].sql.query(`INSERT INTO stickers VALUES ('fragile', 'from ${ahead}')`)
    const [probe] = parcels
    await writing()
    const values = [probe, 'only there'.repeat(800)]
    await pair[ahead].sql.query(`UPDATE parcels SET note = $2, width = 7, height = 9 WHERE id = $1`, values)

    // The other may not write to the new columns before it has what was written to them here.
    const second = await migrate(behind, RELEASES.second, SecondParcel, Sticker)
    expect(second.blocked).toContain('public.parcels.note')
    await writing()
    const agreed = await publishAgain(ahead, SecondParcel, Sticker)
    expect(agreed.changes.map((change) => change.what)).toContain(
      'send rows of public.parcels again that were written in the new columns',
    )
    await untilPublished(behind, SecondParcel, Sticker)
    follower.upgrade()
    await pair[behind].sql.query(`INSERT INTO stickers VALUES ('heavy', 'from ${behind}')`)
    await writing()
    expect(await publishAgain(ahead, SecondParcel, Sticker)).toEqual({ changes: [], ahead: [], blocked: [] })
    expect(await unpublishedColumns(pair[behind].sql, await optionsOf(behind, SecondParcel, Sticker))).toEqual([])
    await subscribeBoth()
    await writing()
    for (const writer of writers.splice(0)) await writer.stop()
    await untilEqual(SecondParcel, Sticker)
    expect((await pair[behind].sql.query('SELECT code FROM stickers ORDER BY code')).rows).toHaveLength(2)
    expect(await applyErrors()).toBe(0)
  })
})

test('what was written to a column before the peer had it arrives, and nothing that the peer wrote to it since is lost', async () => {
  const [first = '', second = '', third = ''] = await begin()
  await migrate('east', RELEASES.second, SecondParcel, Sticker)
  const note = (region: RegionId, id: string, text: string) =>
    pair[region].sql.query('UPDATE parcels SET note = $2, marks = ARRAY[$2], weighings = weighings + 1 WHERE id = $1', [
      id,
      text,
    ])
  for (const id of [first, second, third]) await note('east', id, 'early')
  // The other release goes on, and its rows now include that of east, without the columns.
  const retitle = async (title: string) => {
    await pair.west.sql.query('UPDATE parcels SET title = $1', [title])
    const arrived = async () => {
      const { rows } = await pair.east.sql.query('SELECT count(*)::int AS count FROM parcels WHERE title = $1', [title])
      return rows[0].count === 40
    }
    await eventually(arrived, { awaited: 'what west wrote' })
  }
  await retitle('before')
  await migrate('west', RELEASES.second, SecondParcel, Sticker)
  // It has the columns now, with nothing but defaults in them.
  await retitle('between')
  await publishAgain('east', SecondParcel, Sticker)
  await untilPublished('west', SecondParcel, Sticker)
  await note('west', second, 'west')
  await retitle('after')
  await subscribeBoth()
  await untilEqual(SecondParcel)
  const { rows } = await pair.west.sql.query(
    'SELECT note, marks, weighings FROM parcels WHERE id = ANY($1) ORDER BY array_position($1, id)',
    [[first, second, third]],
  )
  expect(rows).toEqual([
    { note: 'early', marks: ['early'], weighings: 1 },
    { note: 'west', marks: ['west'], weighings: 2 },
    { note: 'early', marks: ['early'], weighings: 1 },
  ])
})

test('a column that no release needs any more goes without an error', async () => {
  const parcels = await begin()
  for (const region of ['east', 'west'] as const) await migrate(region, RELEASES.second, SecondParcel)
  await publishAgain('east', SecondParcel)
  await untilPublished('west', SecondParcel)
  writers = [await startParcelWriter(pair.east, parcels), await startParcelWriter(pair.west, parcels)]
  await writing()
  await expect(pair.east.sql.query(RELEASES.fourth)).rejects.toMatchObject({
    detail: expect.stringContaining('publication'),
  })
  // Release by release: first nobody publishes it, then nobody has it.
  for (const region of ['east', 'west'] as const) {
    await migrate(region, 'SELECT 1', ThirdParcel)
    await writing()
  }
  for (const region of ['west', 'east'] as const) {
    await migrate(region, RELEASES.fourth, ThirdParcel)
    await writing()
  }
  for (const writer of writers.splice(0)) await writer.stop()
  await untilEqual(ThirdParcel)
  expect(await applyErrors()).toBe(0)
})

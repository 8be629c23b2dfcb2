import { randomUUID } from 'node:crypto'
import { listIncidents, listQuarantine, readVerification, requestVerification } from '@bicoastal/convergence'
import { eventually, REGIONS, seconds } from '@bicoastal/kernel'
import { expect, test } from 'vitest'
import { useRegions } from './regions.js'

const regions = await useRegions()

const open = (region: 'east' | 'west') => listIncidents(regions.sql(region), { open: true, limit: 100 })

test('each region has one active keeper, which comes back when it is killed', async () => {
  for (const region of REGIONS) {
    await regions.stack.kill(`${region}/keeper`)
    const id = await requestVerification(regions.sql(region), { reason: 'a test', repairs: false })
    const record = await eventually(
      async () => {
        const found = await readVerification(regions.sql(region), id)
        return found?.finishedAt == null ? null : found
      },
      { awaited: `the keeper of ${region} to compare`, deadline: seconds(60) },
    )
    expect(record).toMatchObject({ failure: null, report: { equal: true } })
  }
})

test('a link that is cut is no fault of replication: nothing is reported, nothing is healed, all arrives afterwards', async () => {
  await regions.stack.cutLink()
  try {
    await regions.sql('east').query("INSERT INTO probe_counters (key, value) VALUES ('while the link was cut', 1)")
    const { rows } = await regions.sql('east').query("SELECT clock_timestamp() + interval '15 s' AS until")
    await eventually(
      async () =>
        (await regions.sql('east').query('SELECT clock_timestamp() > $1 AS past', [rows[0].until])).rows[0].past,
      { awaited: 'fifteen seconds of rounds', deadline: seconds(20), interval: 500 },
    )
  } finally {
    await regions.stack.healLink()
  }
  for (const region of REGIONS) expect(await open(region)).toEqual([])
  await regions.converged(seconds(60))
  for (const region of REGIONS) expect(await listQuarantine(regions.sql(region), 10)).toEqual([])
})

test('a poisoned row is dealt with although the primary that cannot hold it dies meanwhile', async () => {
  const [poison, marker] = [randomUUID(), randomUUID()]
  const west = regions.sql('west')
  await west.query('ALTER TABLE probe_counters ADD CONSTRAINT modest CHECK (value < 1000) NOT VALID')
  const insert = 'INSERT INTO probe_counters (key, value) VALUES ($1, $2)'
  await regions.sql('east').query(insert, [poison, 5000])
  await regions.sql('east').query(insert, [marker, 1])
  const { west: database } = await regions.stack.databases()
  await regions.stack.kill(`west/postgres-${database.primary}`)
  const arrived = (key: string) =>
    eventually(async () => (await west.query('SELECT FROM probe_counters WHERE key = $1', [key])).rowCount === 1, {
      awaited: `${key} to arrive in west`,
      deadline: seconds(60),
    })
  await arrived(marker)
  const [quarantined] = await eventually(
    async () => {
      const rows = await listQuarantine(west, 10)
      return rows.length > 0 ? rows : null
    },
    { awaited: 'the quarantine', deadline: seconds(20) },
  )
  expect(quarantined).toMatchObject({ table: 'probe_counters', key: `(${poison})`, code: '23514' })
  await west.query('ALTER TABLE probe_counters DROP CONSTRAINT modest')
  await arrived(poison)
  await eventually(async () => (await open('west')).length === 0, {
    awaited: 'every incident of west to be healed',
    deadline: seconds(60),
  })
  await regions.converged(seconds(60))
})

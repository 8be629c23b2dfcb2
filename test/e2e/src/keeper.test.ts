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

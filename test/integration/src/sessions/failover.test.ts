import { eventually } from '@bicoastal/kernel'
import { afterEach, expect, test } from 'vitest'
import { SessionRegion, after } from './session-region.js'

let region: SessionRegion

afterEach(() => region.release())

const STRICT = { 'x-consistency': 'strict' }

/** Ends the primary, makes the standby the primary, and leads writes to it. */
async function failOver(): Promise<void> {
  await region.region.servers.postgres.kill()
  region.writes.lead(region.standby.port)
  region.writes.cut()
  await region.onStandby('SELECT pg_promote(wait => true)')
  await eventually(async () => (await region.write('promoted', 'yes')).status === 200, {
    awaited: 'the new primary to take writes',
    deadline: 15_000,
  })
}

test('a session outlives the primary that it was begun on', async () => {
  region = await SessionRegion.create()
  const written = await region.write('kept', 'value')
  await eventually(async () => (await region.read('kept', after(written))).body.value === 'value', {
    awaited: 'the replica to have it',
  })
  await failOver()
  const seen = await region.read('kept', after(written, STRICT))
  expect([seen.status, seen.body.value, seen.headers.get('x-consistency')]).toEqual([200, 'value', null])
})

test('a session of which the end was lost with a primary is answered stale once, and goes on from there', async () => {
  region = await SessionRegion.create()
  await region.write('lost', 'old')
  await region.untilReplicaServes()
  // A frozen one would still read what had been sent to it.
  await region.onStandby(`ALTER SYSTEM SET primary_conninfo = ''`)
  await region.onStandby('SELECT pg_reload_conf()')
  await eventually(async () => (await region.region.sql.query('SELECT FROM pg_stat_replication')).rowCount === 0, {
    awaited: 'the standby to receive nothing any more',
  })
  // So much that the new primary does not write as much while it is promoted.
  for (let count = 0; count < 50; count += 1) await region.write(`filler-${count}`, 'x'.repeat(10_000))
  const written = await region.write('lost', 'new')
  await failOver()
  const stale = await region.read('lost', after(written))
  expect([stale.status, stale.body.value, stale.headers.get('x-consistency')]).toEqual([200, 'old', 'stale'])
  const next = await region.read('lost', after(stale, STRICT))
  expect([next.status, next.headers.get('x-consistency')]).toEqual([200, null])
})

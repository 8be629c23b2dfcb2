import { randomUUID } from 'node:crypto'
import { eventually, seconds } from '@bicoastal/kernel'
import { expect, test } from 'vitest'
import { clientsOf } from './clients.js'
import { useRegions } from './regions.js'

const regions = await useRegions()

const primaryOfEast = async () => (await regions.stack.databases()).east.primary

test('when a primary freezes its standby takes over, nothing acknowledged is lost and replication goes on', async () => {
  const { east, west, global } = await clientsOf(regions, ['ops'])
  const key = `/probe/registers/${randomUUID()}`
  await regions.stack.untilPaired('east')
  const before = await primaryOfEast()
  expect((await east.put(key, { value: 'before' })).status).toBe(200)
  // A crashed primary is back in a moment where it is; only one that stays silent is replaced.
  await regions.stack.kill(`east/postgres-${before}`, 'SIGSTOP')

  const whileDown = await eventually(
    async () => {
      const answer = await global.put(key, { value: 'during' })
      return answer.status === 200 && answer
    },
    { awaited: 'the global edge to find a region that takes the write', deadline: seconds(5) },
  )
  expect(BigInt(whileDown.body.version)).toBeGreaterThan(0n)
  await eventually(async () => (await east.put(key, { value: 'after' })).status === 200, {
    awaited: 'east to take writes again',
    deadline: seconds(15),
  })
  expect(await primaryOfEast()).not.toBe(before)
  await regions.converged(seconds(60))
  expect((await west.get(key)).body.value).toBe((await east.get(key)).body.value)
})

import { randomUUID } from 'node:crypto'
import { eventually, seconds } from '@bicoastal/kernel'
import type { ApiAnswer, ApiClient } from '@bicoastal/testkit'
import { beforeEach, expect, test } from 'vitest'
import { callerServedBy, clientsOf } from './clients.js'
import { useRegions } from './regions.js'

const regions = await useRegions()
const { east, west } = await clientsOf(regions, ['ops'])
const callerOfEast = await callerServedBy(regions, 'east')

const primaryOfEast = async () => `east/postgres-${(await regions.stack.databases()).east.primary}`

beforeEach(() => regions.stack.untilPaired('east'))

/**
 * Writes until it is acknowledged; every attempt is made once. An attempt that broke off may still take effect later, so
 * what is written while something is broken has a register of its own: it could win over a later write of another value.
 */
function acknowledged(client: ApiClient, path: string, value: string, deadline: number): Promise<ApiAnswer> {
  const attempt = async () => {
    const answer = await client.put(path, { value })
    return answer.status === 200 && answer
  }
  return eventually(attempt, { awaited: `"${value}" to be acknowledged by ${client.origin}`, deadline })
}

async function expectBothToHold(path: string, value: string): Promise<void> {
  await regions.converged(seconds(60))
  const answers = await Promise.all([east.get(path), west.get(path)])
  expect(answers.map(({ body }) => body.value)).toEqual([value, value])
}

test('a primary that crashes is back in a moment; callers of the global edge are served meanwhile', async () => {
  const path = `/probe/registers/${randomUUID()}`
  await acknowledged(east, path, 'before', seconds(5))
  await regions.stack.kill(await primaryOfEast())
  await acknowledged(callerOfEast, `${path}-meanwhile`, 'meanwhile', seconds(5))
  await acknowledged(east, path, 'after', seconds(20))
  await expectBothToHold(`${path}-meanwhile`, 'meanwhile')
  await expectBothToHold(path, 'after')
})

test('a primary that hangs is replaced by its standby with everything acknowledged, and replication goes on', async () => {
  const [before, path] = [await primaryOfEast(), `/probe/registers/${randomUUID()}`]
  const { body: last } = await acknowledged(east, path, 'before', seconds(5))
  await regions.stack.kill(before, 'SIGSTOP')
  await acknowledged(callerOfEast, `${path}-meanwhile`, 'meanwhile', seconds(20))
  await eventually(async () => (await primaryOfEast()) !== before, { awaited: 'a promotion', deadline: seconds(20) })
  const { body: first } = await acknowledged(east, path, 'after', seconds(20))
  expect(BigInt(first.version)).toBeGreaterThan(BigInt(last.version))
  await acknowledged(west, `${path}-from-west`, 'arrives', seconds(5))
  await expectBothToHold(`${path}-meanwhile`, 'meanwhile')
  await expectBothToHold(`${path}-from-west`, 'arrives')
  await expectBothToHold(path, 'after')
})

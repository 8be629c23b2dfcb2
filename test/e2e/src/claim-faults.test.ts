import { randomUUID } from 'node:crypto'
import { REGIONS, type RegionId, derivedId, peerOf, seconds } from '@bicoastal/kernel'
import type { ApiAnswer } from '@bicoastal/testkit'
import { afterEach, describe, expect, test } from 'vitest'
import { clientsOf, readEverywhere } from './clients.js'
import { useRegions } from './regions.js'

const SETTLED = seconds(60)
const ONE_WAY = 150

const regions = await useRegions()
const ops = await clientsOf(regions, ['ops'])

afterEach(() => regions.stack.healLink())

const claim = (region: RegionId, key: string, holder: string = region) =>
  ops[region].post(`/probe/claims/${key}`, { holder })

async function settled(key: string): Promise<string> {
  const path = `/probe/claims/${key}`
  const expected = REGIONS.map(() => ({ status: 200, body: expect.objectContaining({ state: 'confirmed' }) }))
  await expect.poll(() => readEverywhere(ops, path), { timeout: SETTLED, interval: 100 }).toEqual(expected)
  const holders = (await readEverywhere(ops, path)).map(({ body }) => (body as { holder: string }).holder)
  expect(new Set(holders).size).toBe(1)
  return holders[0] as string
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] as number

describe('a claim', () => {
  test('is confirmed within one and a half round trips, when the regions are far apart', async () => {
    // The connection between the regions is there before.
    await claim('east', randomUUID())
    await regions.stack.setLink({ delay: ONE_WAY })
    const times: number[] = []
    for (let count = 0; count < 9; count += 1) {
      const startedAt = performance.now()
      const { body } = await claim('east', randomUUID())
      times.push(performance.now() - startedAt)
      expect(body.state).toBe('confirmed')
    }
    expect(median(times)).toBeGreaterThan(2 * ONE_WAY)
    expect(median(times)).toBeLessThan(3 * ONE_WAY)
  })

  test.each(REGIONS)('is pending while nothing gets through from %s, and settled when it does', async (from) => {
    const [own, other] = [randomUUID(), randomUUID()]
    await regions.stack.cutLink({ from: [from] })
    const answers = await Promise.all([claim(from, own), claim(peerOf(from), other)])
    expect(answers.map(({ status, body }) => [status, body.state])).toEqual([
      [200, 'pending'],
      [200, 'pending'],
    ])
    await regions.stack.healLink()
    expect([await settled(own), await settled(other)]).toEqual([from, peerOf(from)])
  })

  test('is settled although the process that made it died right after its transaction', async () => {
    const key = randomUUID()
    const client = await regions.sql('east').connect()
    try {
      await client.query('BEGIN')
      await client.query(`INSERT INTO claims (namespace, value, holder) VALUES ('probe', $1, 'ghost')`, [key])
      await client.query(`INSERT INTO jobs (id, name, payload, home) VALUES ($1, 'settle-claim', $2, 1)`, [
        derivedId('settle-claim', 'probe', key, 'ghost'),
        JSON.stringify({ namespace: 'probe', value: key, holder: 'ghost' }),
      ])
      await client.query('COMMIT')
    } finally {
      client.release()
    }
    expect(await settled(key)).toBe('ghost')
  })

  test('waits for a transaction of the peer that is about to claim the same, and whoever wins wins in both', async () => {
    const key = randomUUID()
    const client = await regions.sql('west').connect()
    try {
      await client.query('BEGIN')
      await client.query(`INSERT INTO claims (namespace, value, holder) VALUES ('probe', $1, 'west')`, [key])
      const inEast = claim('east', key)
      // Longer than it takes to arrive and to be asked about.
      await expect.poll(async () => (await ops.east.get(`/probe/claims/${key}`)).status).toBe(200)
      await client.query('COMMIT')
      // West wrote first.
      expect((await inEast).status).toBe(409)
    } finally {
      client.release()
    }
    expect(await ops.east.get(`/probe/claims/${key}`)).toMatchObject({ body: { holder: 'west' } })
  })
})

describe('claims that both regions make again and again', () => {
  test.each(REGIONS)(
    'have one owner, and who was told so stays it, while the primary of %s is replaced',
    async (region) => {
      await regions.stack.untilPaired(region)
      const primary = `${region}/postgres-${(await regions.stack.databases())[region].primary}`
      const keys = Array.from({ length: 24 }, () => randomUUID())
      const told = new Map<string, string[]>()
      const race = async (key: string, side: RegionId): Promise<void> => {
        for (let attempt = 0; attempt < 40; attempt += 1) {
          const answer: ApiAnswer | undefined = await claim(side, key).catch(() => undefined)
          if (answer?.body?.state === 'confirmed') told.set(key, [...(told.get(key) ?? []), side])
          if (answer?.status === 200 || answer?.status === 409) return
        }
      }
      const races = keys.flatMap((key) => REGIONS.map((side) => race(key, side)))
      await regions.stack.kill(primary, 'SIGSTOP')
      await Promise.all(races)
      for (const key of keys) {
        const owner = await settled(key)
        for (const side of told.get(key) ?? []) expect(side).toBe(owner)
      }
      await regions.stack.untilPaired(region, seconds(90))
      await regions.converged(seconds(60))
    },
  )
})

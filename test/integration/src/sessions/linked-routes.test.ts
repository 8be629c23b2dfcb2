import type { RunningProgram } from '@bicoastal/local'
import { eventually, seconds } from '@bicoastal/kernel'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { LinkedRegions } from './linked-regions.js'
import { after } from './session-region.js'

let regions: LinkedRegions

beforeAll(async () => {
  regions = await LinkedRegions.create()
})

afterAll(() => regions.release())

const answerOf = async (headers: Record<string, string> = {}) => {
  const answer = await regions.east.api.request('PUT', '/durable-registers/promised', { value: 'safe' }, headers)
  return [answer.status, answer.headers.get('x-durability')]
}

describe('a route that promises both disks', () => {
  afterEach(() => regions.fromEast.restore())

  test('keeps that without being asked, and lets a caller ask for less', async () => {
    await eventually(async () => (await answerOf())[1] === 'global', {
      awaited: 'west to confirm',
      deadline: seconds(20),
    })
    expect(await answerOf({ 'x-durability': 'local' })).toEqual([200, 'local'])
    expect(await answerOf()).toEqual([200, 'global'])
    // Without a promise nobody waits for the other region.
    expect((await regions.east.write('unpromised', 'value')).headers.get('x-durability')).toBe('local')
  })

  test('says so when the other one cannot be reached', async () => {
    regions.fromEast.refuse()
    expect(await answerOf()).toEqual([200, 'local'])
  })
})

describe('a value that both regions have cached', () => {
  let relays: readonly RunningProgram[]

  beforeAll(async () => {
    relays = await Promise.all([regions.east.startRelay(), regions.west.startRelay()])
  })
  afterAll(() => Promise.all(relays.map((relay) => relay.stop())))

  test.each(['east', 'west'] as const)(
    'is renewed in both when it is changed in %s, long before its end',
    async (writer) => {
      const [here, there] = writer === 'east' ? [regions.east, regions.west] : [regions.west, regions.east]
      const path = await here.createProduct('first')
      await eventually(async () => (await there.show(path)).status === 200, { awaited: 'the product to arrive' })
      for (const region of [here, there]) expect((await region.untilCached(path)).body.name).toBe('first')
      const patched = await here.api.patch(path, { name: 'second' })
      expect(patched.status).toBe(200)
      // The cache of the other region answers with the old value until its relay has told it of the row that arrived.
      await eventually(async () => (await there.show(path)).body.name === 'second', {
        awaited: 'the other region to show the change',
        deadline: seconds(10),
      })
      for (const region of [here, there]) expect((await region.untilCached(path)).body.name).toBe('second')
      expect((await there.show(path, after(patched, { 'x-consistency': 'strict' }))).body.name).toBe('second')
    },
  )
})

import { eventually, seconds } from '@bicoastal/kernel'
import { PEER_SECRET } from '@bicoastal/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type ApiProcess, RegionPair } from './region-pair.js'

let pair: RegionPair
const running: ApiProcess[] = []

beforeAll(async () => {
  pair = await RegionPair.create()
})
afterEach(async () => {
  for (const process of running.splice(0)) await process.stop()
  for (const region of ['east', 'west'] as const) {
    await pair
      .region(region)
      .sql.query(`UPDATE public.region_switch SET state = 'active', changed_at = clock_timestamp()`)
  }
})
afterAll(() => pair?.release())

async function start(...parameters: Parameters<RegionPair['start']>): Promise<ApiProcess> {
  const process = await pair.start(...parameters)
  running.push(process)
  return process
}

/** What `process` says to load balancers. */
async function takes(process: ApiProcess): Promise<string> {
  const [reads, writes] = await Promise.all(
    ['reads', 'writes'].map(async (purpose) => (await fetch(`${process.url}/health/region?for=${purpose}`)).ok),
  )
  return `reads: ${reads}, writes: ${writes}`
}

const untilTakes = (process: ApiProcess, wanted: string) =>
  eventually(async () => (await takes(process)) === wanted, { awaited: wanted, deadline: seconds(20) })

/** Throws a switch as the peer does on behalf of an operator. */
const order = (process: ApiProcess, body: object) =>
  fetch(`${process.url}/peer/region/switch`, {
    method: 'POST',
    headers: { 'x-peer-region': 'west', 'x-peer-secret': PEER_SECRET, 'content-type': 'application/json' },
    body: JSON.stringify({ by: 'operator', force: false, ...body }),
  })

describe('R4: health follows the switch', () => {
  test('in every process of the region, which stays ready for its peer and for operators', async () => {
    const [first, second] = [await start('east'), await start('east', 'api-2')]
    await start('west')
    await untilTakes(first, 'reads: true, writes: true')
    await eventually(async () => (await order(first, { switch: 'drain' })).ok, { awaited: 'west to be well' })
    expect(await takes(first)).toBe('reads: true, writes: false')
    await untilTakes(second, 'reads: true, writes: false')
    await order(second, { switch: 'evacuate' })
    await untilTakes(first, 'reads: false, writes: false')
    expect((await fetch(`${first.url}/health/ready`)).status).toBe(200)
    const verdict = await (await fetch(`${first.url}/health/region`)).json()
    expect(verdict).toMatchObject({ writes: { ok: false, reasons: ['the region is evacuated'] } })
  })
})

describe('R5: a restart', () => {
  test('keeps what operators decided, and never says yes before it knows', async () => {
    const first = await start('east')
    await untilTakes(first, 'reads: true, writes: true')
    await order(first, { switch: 'evacuate', force: true })
    await first.stop()
    running.length = 0
    const again = await start('east')
    const answers = new Set<string>()
    await eventually(
      async () => {
        answers.add(await takes(again))
        return again.own.current !== undefined && answers.size > 0
      },
      { awaited: 'the switch to be read' },
    )
    expect([...answers]).toEqual(['reads: false, writes: false'])
    expect(again.own.current).toMatchObject({ state: 'evacuated', changedBy: 'operator' })
  })
})

describe('R7: a return', () => {
  test('does not end before the region has what its peer had, and ends when the peer is lost', async () => {
    const [east, west] = [await start('east'), await start('west')]
    await untilTakes(east, 'reads: true, writes: true')
    await order(east, { switch: 'evacuate', force: true })
    await order(east, { switch: 'return' })
    expect(east.own.current?.state).toBe('returning')
    // Nothing is replicated between these two, so it never catches up; asked several times it must still be waiting.
    await eventually(() => east.watch.report?.peer === 'suspect' && east.watch.silence.http < 1000, { awaited: 'west' })
    expect(await takes(east)).toBe('reads: false, writes: false')
    await west.stop()
    running.splice(running.indexOf(west), 1)
    await untilTakes(east, 'reads: true, writes: true')
    expect(east.own.current).toMatchObject({ state: 'active', changedBy: 'the peer is lost' })
  })

  test('that was broken off does not end the next one', async () => {
    const east = await start('east')
    await untilTakes(east, 'reads: true, writes: true')
    await east.own.apply('evacuate', 'test')
    const { changedAt } = await east.own.apply('return', 'test')
    await east.own.apply('evacuate', 'test')
    const next = await east.own.apply('return', 'test')
    expect(await east.own.apply('caughtUp', 'late', changedAt)).toEqual(next)
    expect((await east.own.apply('caughtUp', 'in time', next.changedAt)).state).toBe('active')
  })
})

describe('R6: the last region', () => {
  test('is not emptied while its peer is away, is away itself or unwell, unless it is forced', async () => {
    const east = await start('east')
    await untilTakes(east, 'reads: true, writes: true')
    const refused = await order(east, { switch: 'evacuate' })
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({ code: 'peer_cannot_take_over' })
    const west = await start('west')
    await untilTakes(west, 'reads: true, writes: true')
    await west.own.apply('evacuate', 'test')
    const again = await order(east, { switch: 'drain' })
    expect(await again.json()).toMatchObject({ detail: expect.stringContaining('is evacuated') })
    expect(east.own.current?.state).toBe('active')
    expect((await order(east, { switch: 'drain', force: true })).status).toBe(200)
  })
})

describe('P6: a process', () => {
  test('finds its peer reachable when it hears it both ways, and suspect when one of them falls silent', async () => {
    const [east, west] = [await start('east'), await start('west')]
    const becomes = (state: string, whileBeating: boolean) =>
      eventually(
        async () => {
          if (whileBeating) await pair.beat('east')
          return east.watch.state === state
        },
        { awaited: `west to be ${state}`, deadline: seconds(15), interval: 250 },
      )
    await becomes('reachable', true)
    expect(west.watch.state).toBe('suspect')
    await becomes('suspect', false)
    await becomes('reachable', true)
    await west.stop()
    running.splice(running.indexOf(west), 1)
    await becomes('suspect', true)
    await becomes('lost', false)
    expect(east.watch.report).toMatchObject({ region: 'west', state: 'active' })
  })
})

import { randomUUID } from 'node:crypto'
import { formatToken, parseToken } from '@bicoastal/database'
import { eventually } from '@bicoastal/kernel'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { holdCopies } from './held-copies.js'
import { LinkedRegions } from './linked-regions.js'
import { after } from './session-region.js'

const STRICT = { 'x-consistency': 'strict' }
const GLOBAL = { 'x-durability': 'global' }

let regions: LinkedRegions

beforeAll(async () => {
  regions = await LinkedRegions.create()
})

afterAll(() => regions.release())

afterEach(async () => {
  regions.fromEast.restore()
  regions.fromWest.restore()
  await regions.west.resumeReplay()
  const written = await regions.east.write('settled', String(performance.now()))
  await eventually(async () => (await regions.west.read('settled', after(written, STRICT))).status === 200, {
    awaited: 'west to receive again',
    deadline: 20_000,
  })
  await untilWestConfirms()
})

async function untilWestConfirms(): Promise<void> {
  await eventually(
    async () => (await regions.east.write('settled', '', GLOBAL)).headers.get('x-durability') === 'global',
    { awaited: 'west to confirm again', deadline: 20_000 },
  )
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const startedAt = performance.now()
  return [await work(), performance.now() - startedAt]
}

test('who wrote in one region sees it in the other, a hundred times out of a hundred', async () => {
  for (let round = 0; round < 100; round += 1) {
    const [here, there] = round % 2 === 0 ? [regions.east, regions.west] : [regions.west, regions.east]
    const written = await here.write(`travel-${round}`, String(round))
    // A busy machine may take longer than a request waits; what is answered must be right, always.
    const seen = await eventually(
      async () => {
        const answer = await there.read(`travel-${round}`, after(written, STRICT))
        return answer.body.code !== 'session_not_yet_visible' && answer
      },
      { awaited: `round ${round} to arrive` },
    )
    expect([seen.status, seen.body.value]).toEqual([200, String(round)])
  }
})

test('behind a lost link a session is waited for, then answered stale or refused, then not waited for any more', async () => {
  await regions.east.write('parted', 'old')
  await eventually(async () => (await regions.west.read('parted')).status === 200, { awaited: 'west to have it' })
  regions.fromEast.freeze()
  const written = await regions.east.write('parted', 'new')
  const [stale, waited] = await timed(() => regions.west.read('parted', after(written)))
  expect([stale.status, stale.body.value, stale.headers.get('x-consistency')]).toEqual([200, 'old', 'stale'])
  expect(waited).toBeLessThan(900)
  const refused = await regions.west.read('parted', after(written, STRICT))
  expect([refused.status, refused.body.code]).toEqual([503, 'session_not_yet_visible'])
  await eventually(
    async () => {
      const [answer, took] = await timed(() => regions.west.read('parted', after(written)))
      expect(answer.headers.get('x-consistency')).toBe('stale')
      return took < 100
    },
    { awaited: 'west to notice that nothing comes from east', deadline: 6000 },
  )
  // What the caller had seen is not forgotten: back in east it is there.
  const home = await regions.east.read('parted', after(stale, STRICT))
  expect([home.status, home.body.value]).toEqual([200, 'new'])
})

test('what a caller saw of a region in the other one, it sees there too, although the replica is behind', async () => {
  await regions.west.write('mirrored', 'old')
  await regions.west.untilReplicaServes()
  await regions.west.pauseReplay()
  await regions.west.write('mirrored', 'new')
  const seen = await eventually(
    async () => {
      const answer = await regions.east.read('mirrored')
      return answer.body.value === 'new' && answer
    },
    { awaited: 'east to show it' },
  )
  expect((await regions.west.read('mirrored', after(seen))).body.value).toBe('new')
})

test('a write that asks for both disks is acknowledged as on both, and is there without the link', async () => {
  const answers = []
  for (let round = 0; round < 50; round += 1) answers.push(await regions.east.write(`global-${round}`, 'safe', GLOBAL))
  expect(new Set(answers.map(({ headers }) => headers.get('x-durability')))).toEqual(new Set(['global']))
  regions.fromEast.refuse()
  const { rows } = await regions.west.region.sql.query(
    `SELECT count(*)::int AS count FROM probe_registers WHERE key LIKE 'global-%' AND value = 'safe'`,
  )
  expect(rows[0].count).toBe(50)
})

test('what was refused is not said to be on any disk', async () => {
  const { api } = regions.east
  const refused = await api.request('PATCH', `/v1/products/${randomUUID()}`, { name: 'nothing' }, GLOBAL)
  expect([refused.status, refused.headers.get('x-durability')]).toEqual([404, null])
  expect(parseToken(refused.headers.get('x-session') ?? '')).toMatchObject({ from: 'east' })
})

test('without the peer a write is acknowledged as on one disk: after the deadline, and at once when the peer is known to be gone', async () => {
  regions.fromEast.freeze()
  const [first, waited] = await timed(() => regions.east.write('level', 'frozen', GLOBAL))
  expect([first.status, first.headers.get('x-durability')]).toEqual([200, 'local'])
  expect(waited).toBeGreaterThan(900)
  expect(waited).toBeLessThan(1500)
  await eventually(
    async () => {
      const [answer, took] = await timed(() => regions.east.write('level', 'silent', GLOBAL))
      expect(answer.headers.get('x-durability')).toBe('local')
      return took < 100
    },
    { awaited: 'east to notice that west confirms nothing', deadline: 8000 },
  )
  regions.fromEast.restore()
  regions.fromEast.refuse()
  const [gone, took] = await timed(() => regions.east.write('level', 'refused', GLOBAL))
  expect(gone.headers.get('x-durability')).toBe('local')
  expect(took).toBeLessThan(200)
})

test('while the peer copies a table anew, a write to it is not acknowledged as on its disk', async () => {
  const { east, west } = regions
  await untilWestConfirms()
  const gate = await holdCopies(west)
  try {
    await west.region.sql.query('DROP SUBSCRIPTION from_east')
    await west.subscribeTo(east, regions.fromEast)
    await gate.untilReached()
    for (let round = 0; round < 20; round += 1) {
      const answer = await east.write('copied', String(round), GLOBAL)
      expect(answer.headers.get('x-durability')).toBe('local')
    }
  } finally {
    await gate.open()
  }
})

test('a session of another release is answered as stale, or refused and left to its caller as it is', async () => {
  await regions.east.write('released', 'value')
  const other = { 'x-session': '2.whatever-they-thought-of' }
  const stale = await regions.east.read('released', other)
  expect([stale.status, stale.headers.get('x-consistency')]).toEqual([200, 'stale'])
  expect(parseToken(stale.headers.get('x-session') ?? '')).toMatchObject({ from: 'east' })
  const refused = await regions.east.read('released', { ...other, ...STRICT })
  expect([refused.body.code, refused.headers.get('x-session')]).toEqual(['session_not_yet_visible', null])
  const invalid = await regions.east.read('no%20key', other)
  expect([invalid.status, invalid.headers.get('x-session')]).toEqual([400, null])
})

test('a forged token from the future costs a bounded wait, and other callers nothing', async () => {
  const written = await regions.east.write('calm', 'value')
  const token = parseToken(written.headers.get('x-session') ?? '')
  if (typeof token !== 'object') throw new TypeError('The answer carried no session.')
  const forge = (positions: object) => ({
    'x-session': formatToken({ from: 'east', positions: { ...token.positions, ...positions } }),
  })
  const future = { east: 2n ** 64n - 1n }
  const forged = Array.from({ length: 50 }, () => timed(() => regions.east.read('calm', forge(future))))
  const first = await Promise.race([
    regions.east.read('calm', after(written)),
    ...forged.map(async (each) => (await each)[0]),
  ])
  expect([first.status, first.headers.get('x-consistency')]).toEqual([200, null])
  for (const [answer, waited] of await Promise.all(forged)) {
    expect([answer.status, answer.headers.get('x-consistency')]).toEqual([200, 'stale'])
    expect(waited).toBeLessThan(3000)
  }
  const [peers] = await timed(() => regions.east.read('calm', forge({ west: 2n ** 63n })))
  expect([peers.status, peers.headers.get('x-consistency')]).toEqual([200, 'stale'])
})

test.each(['nonsense', '1.east.0.0.zzzz', '', '1.east', '\u00e9'])(
  'the session "%s" is refused by name',
  async (token) => {
    const answer = await regions.east.read('calm', { 'x-session': token })
    expect([answer.status, answer.body.faults?.[0]?.field]).toEqual([400, 'x-session'])
  },
)

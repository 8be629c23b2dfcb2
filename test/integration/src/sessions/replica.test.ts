import { eventually } from '@bicoastal/kernel'
import { formatToken, parseToken, type SessionToken } from '@bicoastal/database'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { SessionRegion, after } from './session-region.js'

let region: SessionRegion

beforeAll(async () => {
  region = await SessionRegion.create()
})

afterAll(() => region.release())

afterEach(async () => {
  region.reads.restore()
  region.writes.restore()
  region.standby.process.signal('SIGCONT')
  await region.resumeReplay()
  await region.untilReplicaServes()
})

const positionIn = (answer: { headers: Headers }) =>
  (parseToken(answer.headers.get('x-session') ?? '') as SessionToken).positions.east

test('a caller sees its own write while the replica is behind, and the replica answers again once it is not', async () => {
  await region.write('own', 'before')
  await region.untilReplicaServes()
  await region.pauseReplay()
  const written = await region.write('own', 'after')
  expect(written.headers.get('x-durability')).toBe('local')
  const seen = await region.read('own', after(written))
  expect([seen.body.value, seen.headers.get('x-consistency')]).toEqual(['after', null])
  await region.resumeReplay()
  await eventually(
    async () => {
      const before = await region.readsOn('replica')
      expect((await region.read('own', after(written))).body.value).toBe('after')
      return (await region.readsOn('replica')) > before
    },
    { awaited: 'the replica to answer the session' },
  )
})

test('a caller without a session may see a replica that is a little behind, but not one beyond the lag budget', async () => {
  await region.write('lagging', 'old')
  await region.untilReplicaServes()
  await region.pauseReplay()
  await region.write('lagging', 'new')
  expect((await region.read('lagging')).body.value).toBe('old')
  await eventually(async () => (await region.read('lagging')).body.value === 'new', {
    awaited: 'a replica that is a second behind not to be asked any more',
    deadline: 3000,
  })
})

test('reads never go back in time, wherever the one before was answered', async () => {
  await region.write('monotonic', 'old')
  await region.untilReplicaServes()
  await region.pauseReplay()
  const written = await region.write('monotonic', 'new')
  const onPrimary = await region.read('monotonic', after(written))
  // Carries only what was read, not what was written.
  const again = await region.read('monotonic', after(onPrimary))
  expect([onPrimary.body.value, again.body.value]).toEqual(['new', 'new'])
})

test('a read from the replica bounds what was seen there, also by finding nothing', async () => {
  const written = await region.write('bounded', 'here')
  await eventually(async () => (await region.read('bounded')).status === 200, { awaited: 'the replica to have it' })
  await region.untilReplicaServes()
  const [found, missing] = [await region.read('bounded'), await region.read('absent')]
  expect(positionIn(found)).toBeGreaterThanOrEqual(positionIn(written))
  expect(missing.status).toBe(404)
  expect(positionIn(missing)).toBeGreaterThanOrEqual(positionIn(written))
})

test('a killed connection to the replica costs a caller nothing but a repetition on the primary', async () => {
  await region.write('cut', 'value')
  await region.untilReplicaServes()
  region.reads.refuse()
  const answers = await Promise.all(Array.from({ length: 20 }, () => region.read('cut')))
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
})

test('a frozen replica holds nobody up for long, and after that nobody at all', async () => {
  await region.write('frozen', 'value')
  await region.untilReplicaServes()
  region.standby.process.signal('SIGSTOP')
  const startedAt = performance.now()
  const answers = await Promise.all(Array.from({ length: 20 }, () => region.read('frozen')))
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
  expect(performance.now() - startedAt).toBeLessThan(1500)
  const later = performance.now()
  expect((await region.read('frozen')).status).toBe(200)
  expect(performance.now() - later).toBeLessThan(200)
})

test('without its primary a region goes on reading from the replica, and keeps every session that the replica has reached', async () => {
  const written = await region.write('alone', 'value')
  await eventually(async () => (await region.read('alone')).status === 200, { awaited: 'the replica to have it' })
  region.writes.refuse()
  const seen = await eventually(
    async () => {
      const answer = await region.read('alone', after(written, { 'x-consistency': 'strict' }))
      return answer.status === 200 && answer
    },
    { awaited: 'the primary to be known as away' },
  )
  expect([seen.body.value, seen.headers.get('x-consistency')]).toEqual(['value', null])
})

test('without its primary a session that is ahead of the replica is answered stale, or refused where it must not be', async () => {
  const written = await region.write('ahead', 'value')
  const token = parseToken(written.headers.get('x-session') ?? '') as SessionToken
  const positions = { ...token.positions, east: token.positions.east + 1_000_000_000n }
  const ahead = { 'x-session': formatToken({ ...token, positions }) }
  region.writes.refuse()
  await eventually(async () => (await region.read('ahead')).status === 200, { awaited: 'the replica to answer alone' })
  const stale = await region.read('ahead', ahead)
  expect([stale.status, stale.body.value, stale.headers.get('x-consistency')]).toEqual([200, 'value', 'stale'])
  const refused = await region.read('ahead', { ...ahead, 'x-consistency': 'strict' })
  expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([
    503,
    'session_not_yet_visible',
    '1',
  ])
})

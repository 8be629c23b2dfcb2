import { expect, test } from 'vitest'
import { KnownPositions } from './known-positions.js'
import type { RegionPositions } from './region-positions.js'

const NOTHING: RegionPositions = {
  here: 0n,
  peer: null,
  applying: null,
  heard: null,
  confirmed: null,
  replied: null,
  relayed: null,
}

test('a local position stands for what the peer had sent by then', () => {
  const known = new KnownPositions()
  known.learn({ ...NOTHING, here: 100n, peer: 10n }, 1)
  known.learn({ ...NOTHING, here: 200n, peer: 20n }, 2)
  expect([5n, 10n, 11n, 20n, 21n].map((peer) => known.localFor(peer))).toEqual([100n, 100n, 200n, 200n, undefined])
})

test('a commit that is under way is not visible; the one before it is', () => {
  const known = new KnownPositions()
  known.learn({ ...NOTHING, here: 1n, peer: null, applying: 10n }, 1)
  expect(known.peer).toBe(0n)
  known.learn({ ...NOTHING, here: 2n, peer: null, applying: 20n }, 2)
  expect(known.peer).toBe(10n)
  known.learn({ ...NOTHING, here: 3n, peer: null, applying: 20n }, 3)
  expect(known.peer).toBe(10n)
  known.learn({ ...NOTHING, here: 4n, peer: 20n, applying: 20n }, 4)
  expect(known.peer).toBe(20n)
})

test('nothing is known any more once another server may answer', () => {
  const known = new KnownPositions()
  known.learn({ ...NOTHING, here: 100n, peer: 10n }, 1)
  known.forget()
  expect([known.latest, known.here, known.peer, known.localFor(1n)]).toEqual([undefined, 0n, 0n, undefined])
  expect(known.era).toBe(1)
  known.learn({ ...NOTHING, here: 50n, peer: 5n }, 2)
  expect(known.peer).toBe(5n)
})

test('an answer that came late does not take anything back', () => {
  const known = new KnownPositions()
  known.learn({ ...NOTHING, here: 100n, peer: 10n }, 1)
  known.learn({ ...NOTHING, here: 90n, peer: 9n }, 2)
  expect(known.latest?.here).toBe(100n)
})

test('the end of the log some time ago is the latest that was known then', () => {
  const known = new KnownPositions()
  known.learn({ ...NOTHING, here: 100n }, 1000)
  known.learn({ ...NOTHING, here: 200n }, 2000)
  expect([1500, 2500, 3000].map((now) => known.hereBefore(1000, now))).toEqual([100n, 100n, 200n])
})

test('where the log ended is what a replica should have reached, also when the primary is gone', () => {
  const known = new KnownPositions()
  known.learn({ ...NOTHING, here: 100n }, 1000)
  known.learn({ ...NOTHING, here: 200n }, 1100)
  known.forget()
  expect(known.hereBefore(1000, 1200)).toBe(200n)
})

test('a direction is silent until its sign of life changes', () => {
  const known = new KnownPositions()
  known.learn({ ...NOTHING, here: 1n, replied: 'noon', heard: 'noon' }, 1000)
  known.learn({ ...NOTHING, here: 2n, replied: 'noon', heard: 'later' }, 3000)
  expect([known.silenceAtPeer(3000), known.silenceFromPeer(3000)]).toEqual([2000, 0])
})

import type { ThreeStates } from './any-case.js'
import type { EventSet, WriteEvent } from './history.js'

/** Instants of a write by region, and the writes its writer knew of. */
type Kept = readonly [region: 1 | 2, instant: number, knows: readonly number[]]

function kept(writes: readonly Kept[], ...states: readonly (readonly number[])[]): ThreeStates {
  const events = writes.map(([region, instant, knows], index): WriteEvent => ({
    index,
    region,
    version: (BigInt(instant) << 8n) | BigInt(region),
    inserts: knows.length === 0,
    knows: bits(knows),
    noise: NOISE + index,
  }))
  return { history: { events, states: states.map(bits) }, states: states.map(bits) }
}

/** Any will do, as long as it stays the same. */
const NOISE = 7

function bits(indices: readonly number[]): EventSet {
  return indices.reduce((set, index) => set | (1 << index), 0)
}

/** A case as a failing run prints it under `kept`: put it below with a name, and it is tried in every run from then on. */
export function printed(text: string): ThreeStates {
  return JSON.parse(text, (key, value: unknown) => (key === 'version' ? BigInt(value as string) : value)) as ThreeStates
}

/** Cases that broke a law once, or would break one by an obvious simplification of the triggers. */
export const KEPT_CASES: Readonly<Record<string, ThreeStates>> = {
  'a row that was rewritten, and a later insert of the same key': kept(
    [
      [1, 1, []],
      [1, 2, [0]],
      [1, 3, [0, 1]],
      [2, 4, []],
    ],
    [0, 1, 2],
    [3],
    [0],
  ),
  'the same instant in both regions': kept(
    [
      [1, 1, []],
      [2, 1, []],
      [1, 2, [0]],
      [2, 2, [1]],
    ],
    [0, 2],
    [1, 3],
    [0, 1, 3],
  ),
  'an element added in both regions, then removed by one that knew of its own addition only': kept(
    [
      [1, 1, []],
      [2, 2, [0]],
      [1, 2, [0]],
      [2, 3, [0, 1]],
      [2, 4, [0, 1, 3]],
    ],
    [0, 2],
    [0, 1, 3],
    [0, 1, 3, 4],
  ),
  'an addition that only one of two concurrent rows has seen removed': printed(
    '{"history":{"events":[{"index":0,"version":"257","region":1,"inserts":true,"knows":0,"noise":11},' +
      '{"index":1,"version":"514","region":2,"inserts":false,"knows":1,"noise":12},' +
      '{"index":2,"version":"513","region":1,"inserts":false,"knows":1,"noise":13}],"states":[1,3,5]},"states":[3,5,1]}',
  ),
}

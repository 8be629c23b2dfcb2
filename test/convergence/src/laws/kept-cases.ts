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
}

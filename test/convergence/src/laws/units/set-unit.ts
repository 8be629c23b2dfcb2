import { includes, type WriteEvent } from '../history.js'
import { type LawUnit, noiseOf, sometimes } from './law-unit.js'

const ELEMENTS = ['a', 'b', 'ß', 'B'] as const

/**
 * `set`: an element is there when some write added it and no write that knew of that one removed it or added it again. Written down
 * from the definition of the observed-remove set, not from how a merge decides it.
 */
export function setUnit(column: string): LawUnit {
  const adds = (write: WriteEvent, element: string): boolean => noiseOf(write, `${column} adds ${element}`, 3) === 0
  const touches = (write: WriteEvent, element: string): boolean =>
    adds(write, element) || noiseOf(write, `${column} removes ${element}`, 3) === 0
  const dots = (writes: readonly WriteEvent[], element: string): readonly WriteEvent[] =>
    writes.filter(
      (addition) =>
        adds(addition, element) && !writes.some((later) => touches(later, element) && includes(later.knows, addition)),
    )
  return {
    ...sometimes(column),
    columns: (writes) => {
      const present = ELEMENTS.flatMap((element) => {
        const versions = dots(writes, element)
          .toSorted((one, other) => one.region - other.region)
          .map((addition) => Number(addition.version))
        return versions.length === 0 ? [] : [[element, versions] as const]
      })
      return {
        [column]: present
          .map(([element]) => element)
          .toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other))),
        [`_s_${column}`]: present.length === 0 ? null : Object.fromEntries(present),
      }
    },
  }
}

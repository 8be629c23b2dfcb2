import { includes, type WriteEvent } from '../history.js'
import { type Columns, type LawUnit, noiseOf, sometimes } from './law-unit.js'

/** `firstWriteWins`: the row shows the write with the lowest version; whoever knew of a value could not write another. */
export function firstWriteWinsUnit(group: string, values: (write: WriteEvent | null) => Columns): LawUnit {
  const first = (writes: readonly WriteEvent[]): WriteEvent | undefined => {
    const effective: WriteEvent[] = []
    for (const write of writes) {
      const isLeftOut = write.inserts && noiseOf(write, `${group} is inserted`, 2) === 0
      if (!isLeftOut && !effective.some((known) => includes(write.knows, known))) effective.push(write)
    }
    return effective[0]
  }
  return {
    ...sometimes(group),
    shown: first,
    columns: (writes, { h }) => {
      const shown = first(writes)
      const version = shown === undefined || shown.version === h ? null : String(shown.version)
      return { ...values(shown ?? null), [`_v_${group}`]: version }
    },
  }
}

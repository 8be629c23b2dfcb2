import type { WriteEvent } from '../history.js'
import { type Columns, type LawUnit, sometimes } from './law-unit.js'

/** `lastWriteWins`: the row shows the write with the highest version. `values` says what that write wrote. */
export function lastWriteWinsUnit(group: string, values: (write: WriteEvent) => Columns): LawUnit {
  return {
    ...sometimes(group),
    shown: (writes) => writes.at(-1),
    columns: (writes, { h }) => {
      const last = writes.at(-1) as WriteEvent
      return { ...values(last), [`_v_${group}`]: last.version === h ? null : String(last.version) }
    },
  }
}

import type { WriteEvent } from '../history.js'
import type { Columns, LawUnit } from './law-unit.js'

/** `appendOnly`: of the inserts of one key the earlier stands, whole; there are no other writes. */
export function appendOnlyUnit(values: (insert: WriteEvent) => Columns): LawUnit {
  return {
    writes: () => false,
    shown: (writes) => writes[0],
    columns: (writes, { h }) => {
      const first = writes[0] as WriteEvent
      return { ...values(first), _v_row: first.version === h ? null : String(first.version) }
    },
  }
}

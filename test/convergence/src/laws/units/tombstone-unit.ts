import { type WriteEvent } from '../history.js'
import { type LawUnit, noiseOf } from './law-unit.js'

/** The tombstone: the latest of deleting and restoring; an insert of a living row is neither. */
export function tombstoneUnit(column: string): LawUnit {
  const deletes = (event: WriteEvent): boolean => noiseOf(event, `${column} is set`, event.inserts ? 6 : 2) === 0
  const latest = (writes: readonly WriteEvent[]): WriteEvent | undefined =>
    writes.filter((write) => !write.inserts || deletes(write)).at(-1)
  return {
    writes: (event) => noiseOf(event, `${column} is written`, 5) === 0,
    shown: latest,
    columns: (writes) => {
      const last = latest(writes)
      const deleted = last !== undefined && deletes(last)
      return {
        [column]: deleted ? new Date(Number(last.version)).toISOString() : null,
        [`_v_${column}`]: last === undefined ? null : String(last.version),
      }
    },
  }
}

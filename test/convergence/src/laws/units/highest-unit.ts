import type { WriteEvent } from '../history.js'
import { type LawUnit, noiseOf, sometimes } from './law-unit.js'

/** `highest`: the highest value that was ever written, in the order of `values`, lowest first. */
export function highestUnit(column: string, values: readonly (string | number | null)[]): LawUnit {
  const rank = (write: WriteEvent): number => noiseOf(write, column, values.length)
  return { ...sometimes(column), columns: (writes) => ({ [column]: values[Math.max(...writes.map(rank))] }) }
}

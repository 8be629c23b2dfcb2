import type { WriteEvent } from '../history.js'
import { type LawUnit, noiseOf, sometimes } from './law-unit.js'

/** `counter`: the sum of all differences; kept as what each region added and what it took away. */
export function counterUnit(column: string): LawUnit {
  const difference = (write: WriteEvent): number => noiseOf(write, column, 6) - 2
  const parts = (writes: readonly WriteEvent[], region: number): readonly number[] => {
    const differences = writes.filter((write) => write.region === region).map(difference)
    return [sum(differences.filter((each) => each > 0)), -sum(differences.filter((each) => each < 0))]
  }
  return {
    ...sometimes(column),
    columns: (writes) => ({
      [column]: String(sum(writes.map(difference))),
      [`_n_${column}`]: writes.some((write) => difference(write) !== 0)
        ? [...parts(writes, 1), ...parts(writes, 2)].map((part) => String(Math.abs(part)))
        : null,
    }),
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => one + other, 0)
}

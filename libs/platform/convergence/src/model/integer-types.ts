/** What an integer type of PostgreSQL can hold. */
export interface IntegerRange {
  readonly lowest: bigint
  readonly highest: bigint
}

const range = (bits: bigint): IntegerRange => ({ lowest: -(1n << (bits - 1n)), highest: (1n << (bits - 1n)) - 1n })

const RANGES = new Map([
  ['smallint', range(16n)],
  ['integer', range(32n)],
  ['bigint', range(64n)],
])

/** The range of an integer type by its PostgreSQL name; `undefined` for every other type. */
export function integerRange(type: string): IntegerRange | undefined {
  return RANGES.get(type)
}

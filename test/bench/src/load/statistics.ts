/** The middle of `values` and how far they spread. */
export interface Spread {
  readonly median: number
  readonly lowest: number
  readonly highest: number
}

/** @throws RangeError when there is nothing to summarise. */
export function spreadOf(values: readonly number[]): Spread {
  return { median: quantile(values, 0.5), lowest: quantile(values, 0), highest: quantile(values, 1) }
}

/**
 * The value below which the part `share` (0 to 1) of `values` lies; nearest rank, so it is a value that was measured.
 *
 * @throws RangeError when there are none.
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  const rank = Math.max(Math.ceil(share * sorted.length), 1)
  const value = sorted[rank - 1]
  if (value === undefined) throw new RangeError('There is no quantile of nothing.')
  return value
}

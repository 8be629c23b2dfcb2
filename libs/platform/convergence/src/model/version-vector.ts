import { REGION_NUMBERS, REGIONS, type RegionId, type RowImage } from '@bicoastal/kernel'
import { integerOf } from './row-image.js'

/** The version of a row's insert; every replicated table has it. */
export const ROW_VERSION = '_h'

/** Regions by number, from 1: position `n` of a vector belongs to region number `n`. */
export const REGIONS_BY_NUMBER: readonly RegionId[] = REGIONS.toSorted(
  (one, other) => REGION_NUMBERS[one] - REGION_NUMBERS[other],
)

/**
 * The column that says which writes of `region` a row includes: all that it stamped in this row up to this version. NULL stands for
 * {@link ROW_VERSION} where that was issued by the region, else for none, and is stored whenever it says the same.
 */
export function seenColumn(region: RegionId): string {
  return `_seen_${region}`
}

/** The columns of a row's version vector, by region number. */
export const SEEN_COLUMNS: readonly string[] = REGIONS_BY_NUMBER.map(seenColumn)

const REGION_BITS = 0xffn

/** The version vector of a row as the write-ahead log shows it, by region number. */
export function versionVectorOf(image: RowImage): readonly bigint[] {
  const inserted = integerOf(image, ROW_VERSION) ?? 0n
  return REGIONS_BY_NUMBER.map((region) => {
    const implied = (inserted & REGION_BITS) === BigInt(REGION_NUMBERS[region]) ? inserted : 0n
    return integerOf(image, seenColumn(region)) ?? implied
  })
}

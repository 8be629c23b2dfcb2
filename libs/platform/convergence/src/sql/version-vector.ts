import { REGION_NUMBERS, type RegionId } from '@bicoastal/kernel'
import { REGIONS_BY_NUMBER, ROW_VERSION, SEEN_COLUMNS, seenColumn } from '../model/version-vector.js'
import type { Row } from '../policies/merge-policy.js'

/**
 * The vector of a row says, per region, up to which version it includes what that region wrote to it. Every local change of a
 * row, whichever unit it concerns, stamps the own region's component with a new version, and merging takes the larger of each:
 * one row knows everything that another knows exactly when its vector covers the other's, however many columns there are.
 */
export const componentOf = (row: Row, region: RegionId): string =>
  `coalesce(${row}.${seenColumn(region)}, ${implied(`${row}.${ROW_VERSION}`, region)})`

const implied = (version: string, region: RegionId): string =>
  `CASE WHEN ${version} & 255 = ${REGION_NUMBERS[region]} THEN ${version} ELSE 0 END`

/** Boolean SQL: row `one` includes every write that row `other` includes. */
export function covers(one: Row, other: Row): string {
  return REGIONS_BY_NUMBER.map((region) => `${componentOf(one, region)} >= ${componentOf(other, region)}`).join(
    '\n     AND ',
  )
}

/**
 * Boolean SQL, true only where {@link covers} is: of two states of one insert, told from each other without working out what NULL
 * stands for. It is the least that a component of such a row can be.
 */
export function plainlyCovers(one: Row, other: Row): string {
  const columns = SEEN_COLUMNS.map((column) => `(${one}.${column} >= ${other}.${column} OR ${other}.${column} IS NULL)`)
  return [`${one}.${ROW_VERSION} = ${other}.${ROW_VERSION}`, ...columns].join(' AND ')
}

/** `bigint[]` SQL: the vector of a row, by region number. */
export function vectorOf(row: Row): string {
  return `ARRAY[${REGIONS_BY_NUMBER.map((region) => componentOf(row, region)).join(', ')}]`
}

/** Numeric SQL: the sum of the vector's components, which grows strictly with every change of the row, local or merged. */
export function vectorSum(row: Row): string {
  return REGIONS_BY_NUMBER.map((region) => `${componentOf(row, region)}::numeric`).join(' + ')
}

/** SQL: the highest version in a row; every version in it was issued by a region whose component covers it. */
export function highestVersion(row: Row): string {
  return `greatest(${[ROW_VERSION, ...SEEN_COLUMNS].map((column) => `${row}.${column}`).join(', ')})`
}

/** PL/pgSQL that marks `NEW` as changed in this region at `version`. */
export const STAMP_VECTOR: readonly string[] = REGIONS_BY_NUMBER.map(
  (region) =>
    `NEW.${seenColumn(region)} := CASE WHEN convergence.region() = ${REGION_NUMBERS[region]} THEN version ELSE OLD.${seenColumn(region)} END;`,
)

/** PL/pgSQL that makes `NEW` have the join of the vectors `old_seen` and `new_seen`, where the joined row's insert is `row_version`. */
export const JOIN_VECTOR: readonly string[] = REGIONS_BY_NUMBER.map((region) => {
  const number = REGION_NUMBERS[region]
  return (
    `NEW.${seenColumn(region)} := nullif(greatest(old_seen[${number}], new_seen[${number}]), ` +
    `${implied('row_version', region)});`
  )
})

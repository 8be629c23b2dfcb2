import type { RowImage } from '@bicoastal/kernel'
import type { ReplicatedTable } from './model/replicated-table.js'
import { integerOf } from './model/row-image.js'
import { policyOf } from './policies/policy-of.js'

/** Digits of a revision: fixed, so that revisions compare as text. */
export const REVISION_DIGITS = 40

/**
 * SQL for the revision of a row found under `alias`: a {@link REVISION_DIGITS}-digit decimal, zero-padded, which grows strictly with
 * every change of the row, whether written in this region or merged from the peer. Within one region the revisions of a
 * row are therefore totally ordered, which is what a cache's compare-and-set needs; between regions they are equal when the rows are,
 * but say nothing about which row is newer.
 */
export function revisionExpression(table: ReplicatedTable, alias: string): string {
  const components = table.units.map((unit) => policyOf(unit, table).revision(alias))
  return `lpad((${[`${alias}._h::numeric`, ...components].join(' + ')})::text, ${REVISION_DIGITS}, '0')`
}

/** The revision of a row as the write-ahead log shows it; the same text as {@link revisionExpression} yields for that row. */
export function revisionOf(table: ReplicatedTable, image: RowImage): string {
  const sum = table.units.reduce(
    (total, unit) => total + policyOf(unit, table).revisionOf(image),
    integerOf(image, '_h') ?? 0n,
  )
  return sum.toString().padStart(REVISION_DIGITS, '0')
}

import type { RowImage } from '@bicoastal/kernel'
import { versionVectorOf } from './model/version-vector.js'
import { vectorSum } from './sql/version-vector.js'

/** Digits of a revision: fixed, so that revisions compare as text. */
export const REVISION_DIGITS = 40

/**
 * SQL for the revision of a row of a replicated table found under `alias`: a {@link REVISION_DIGITS}-digit decimal, zero-padded,
 * which grows strictly with every change of the row, whether written in this region or merged from the peer: the sum of its
 * version vector. Within one region the revisions of a row are therefore totally ordered, which is what a cache's compare-and-set
 * needs; between regions they are equal when the rows are, but say nothing about which row is newer.
 */
export function revisionExpression(alias: string): string {
  return `lpad((${vectorSum(alias)})::text, ${REVISION_DIGITS}, '0')`
}

/** The revision of a row as the write-ahead log shows it; the same text as {@link revisionExpression} yields for that row. */
export function revisionOf(image: RowImage): string {
  const sum = versionVectorOf(image).reduce((total, component) => total + component, 0n)
  return sum.toString().padStart(REVISION_DIGITS, '0')
}

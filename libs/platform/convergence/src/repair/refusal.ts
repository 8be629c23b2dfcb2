import type { RowImage } from '@bicoastal/kernel'
import type { RowKey } from '../comparison/row-text.js'

/** Why this region cannot hold a row of its peer. */
export interface Refusal {
  /** SQLSTATE, or a word of our own where PostgreSQL was not asked. */
  readonly code: string
  readonly message: string
}

/** A row of the peer that this region cannot hold. */
export interface RefusedRow {
  readonly key: RowKey
  /** The row as the peer had it; `null` where that could not even be read. */
  readonly image: RowImage | null
  readonly refusal: Refusal
}

/**
 * Classes of SQLSTATE that speak of the row: data exception, integrity constraint, undefined or wrongly typed objects, raised by a
 * trigger or a function, feature not supported. All others (locks, resources, connection, shutdown) will pass and say nothing about the row.
 */
const ROW_CLASSES = new Set(['0A', '21', '22', '23', '2F', '38', '39', '42', '44', 'P0'])

/** What an error says about the row, or `null` when it says nothing about it. */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  return ROW_CLASSES.has(error.code.slice(0, 2)) ? { code: error.code, message: error.message } : null
}

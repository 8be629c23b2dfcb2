import { inSnapshot } from '../comparison/in-snapshot.js'
import { readRows } from '../comparison/read-rows.js'
import { identityOf, type RowKey } from '../comparison/row-text.js'
import type { ReplicatedTable } from '../model/replicated-table.js'
import { alignContents, type AlignedRow } from './align-contents.js'
import { asPeer } from './as-peer.js'
import type { Ends } from './ends.js'
import { mergeRows } from './merge-rows.js'
import { travellingColumns } from './published-columns.js'
import type { RefusedRow } from './refusal.js'

/** What became of rows that were fetched from the peer. */
export interface FetchedRows {
  /** Rows that this region now includes. */
  readonly merged: readonly RowKey[]
  /**
   * Those of them that did not exist here before. While a row is missing, replication drops its updates; what was dropped between the
   * reading and the merging comes with a second fetch, which is therefore needed.
   */
  readonly added: readonly RowKey[]
  /** Rows that the peer does not have. */
  readonly absent: readonly RowKey[]
  /** Rows that this region cannot hold. */
  readonly refused: readonly RefusedRow[]
  /** Rows of which this region gave up a value that should have been equal. */
  readonly aligned: readonly AlignedRow[]
}

/** At most so many rows are merged in one transaction: callers wait for its locks. */
export const FETCH_BATCH = 100

/**
 * Reads rows as the peer has them now and merges them into this region's. Idempotent: killed anywhere, run twice or by both regions at once, the
 * result is the join of both. What this region has and the peer lacks is not sent; the peer fetches it.
 *
 * @throws the database's error when it says nothing about a row; nothing is merged then.
 */
export async function fetchRows(ends: Ends, table: ReplicatedTable, keys: readonly RowKey[]): Promise<FetchedRows> {
  const { here, peer, region } = ends
  const travelling = await travellingColumns(here, peer, table)
  if ('refusal' in travelling) {
    const refused = keys.map((key) => ({ key, image: null, refusal: travelling.refusal }))
    return { merged: [], added: [], absent: [], refused, aligned: [] }
  }
  const { columns } = travelling
  const images = await inSnapshot(peer, () => readRows(peer, table, columns, keys))
  const found = keys.flatMap((key) => {
    const image = images.get(identityOf(key))
    return image === undefined ? [] : [{ key, image }]
  })
  const absent = keys.filter((key) => !images.has(identityOf(key)))
  if (found.length === 0) return { merged: [], added: [], absent, refused: [], aligned: [] }
  return await asPeer(here, async () => {
    const before = await readRows(here, table, columns, keys)
    const refused = await mergeRows(here, table, columns, found)
    const out = new Set(refused.map((row) => identityOf(row.key)))
    const held = found.filter((row) => !out.has(identityOf(row.key)))
    const aligned = await alignContents(here, region, table, columns, held)
    const merged = held.map((row) => row.key)
    return { merged, added: merged.filter((key) => !before.has(identityOf(key))), absent, refused, aligned }
  })
}

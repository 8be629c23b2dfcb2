import type { RegionId } from '@bicoastal/kernel'
import type { PeerView } from './peer-view.js'

/** What may be done with a column that exists here and is not published yet. */
export type Decision =
  /** Publish it; what was written to it here is sent again. */
  | 'lead'
  /** Publish it once everything that the peer has sent by now is applied here. */
  | 'follow'
  /** The peer has no place for it: this region goes ahead. */
  | 'go ahead'
  /** The peer is ahead, or takes precedence: it has to publish first. */
  | 'await peer'

/** Among regions that got a column at the same time, and have not written to it, somebody must begin. */
const FIRST: RegionId = 'east'

/**
 * Decides about one column, `schema.table.column`. A row says which writes it includes, not in which columns: a region that sent its
 * defaults for a column, in rows that include the peer's writes, would undo what the peer wrote to it. So the region that may have
 * written to a column publishes first, and the other only when it has received that.
 */
export function decide(name: string, region: RegionId, ahead: ReadonlySet<string>, peer: PeerView): Decision {
  const [schema, table, column = ''] = name.split('.')
  if (peer.columns.get(`${schema}.${table}`)?.includes(column) !== true) return 'go ahead'
  if (ahead.has(name)) return 'lead'
  if (peer.ahead.has(name)) return 'await peer'
  if (peer.published.has(name)) return 'follow'
  return region === FIRST ? 'lead' : 'await peer'
}

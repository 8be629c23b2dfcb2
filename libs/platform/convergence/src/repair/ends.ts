import type { RegionId } from '@bicoastal/kernel'
import type { SqlConnection } from '../install/sql-connection.js'

/** A region and its peer, from the region's point of view. Connections, not pools, outside a transaction. */
export interface Ends {
  readonly region: RegionId
  /** The region's own primary, as superuser. */
  readonly here: SqlConnection
  /** The peer's primary, as the replication role. */
  readonly peer: SqlConnection
}

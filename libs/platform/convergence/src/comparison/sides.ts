import type { RegionId } from '@bicoastal/kernel'
import type { SqlConnection } from '../install/sql-connection.js'

/** A connection to each region (not a pool), outside a transaction, that may read the replicated tables. */
export type Sides = Readonly<Record<RegionId, SqlConnection>>

import { decodeVersion, type RegionId, REGIONS } from '@bicoastal/kernel'
import { keyArray, type RowKey, shownKey } from '../comparison/row-text.js'
import type { Sides } from '../comparison/sides.js'
import type { ReplicatedTable } from '../model/replicated-table.js'
import { qualified } from '../sql/identifier.js'
import { highestVersion } from '../sql/version-vector.js'

/** A row with a version that no clock can have issued yet. */
export interface FutureRow {
  readonly table: string
  readonly key: string
  /** The region it was found in. */
  readonly region: RegionId
  readonly version: string
  /** The moment that the version stands for. */
  readonly issuedAt: string
}

/** How far ahead of this region's clock a version may be; clocks that are kept by anybody are closer. */
export const TOLERANCE_MINUTES = 10

const SHOWN = 20

/**
 * The first rows of a table with a version more than {@link TOLERANCE_MINUTES} ahead, in either region. Such a row merges like any other, but
 * whoever writes it concurrently in the other region loses to it; somebody's clock was wrong.
 */
export async function readFutureRows(sides: Sides, table: ReplicatedTable): Promise<readonly FutureRow[]> {
  const highest = highestVersion('stored')
  const found = await Promise.all(
    REGIONS.map(async (region) => {
      const { rows } = await sides[region].query(
        `SELECT ${keyArray(table)} AS key, ${highest}::text AS version FROM ${qualified(table.schema, table.name)} AS stored
          WHERE ${highest} > (convergence.clock() + ${TOLERANCE_MINUTES} * 60000000::bigint) << 8 LIMIT ${SHOWN}`,
      )
      return rows.map((row) => futureRow(table, region, row['key'] as RowKey, row['version'] as string))
    }),
  )
  return found.flat()
}

function futureRow(table: ReplicatedTable, region: RegionId, key: RowKey, version: string): FutureRow {
  const { issuedAt } = decodeVersion(BigInt(version))
  return { table: table.name, key: shownKey(key), region, version, issuedAt: issuedAt.toISOString() }
}

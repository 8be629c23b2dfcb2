import { REGIONS, type RegionId } from '@bicoastal/kernel'
import type { TwoRegions } from '@bicoastal/testkit'

/** How often one region had to choose between concurrent writes. */
export interface ConflictCount {
  readonly region: RegionId
  readonly table: string
  readonly policy: string
  readonly count: number
}

const CONFLICTS = `
  -- Out: the conflicts that this region has noted, counted by table and merge policy.
  SELECT table_name AS "table", policy, count(*)::int AS count FROM convergence.conflicts GROUP BY 1, 2 ORDER BY 1, 2`

/** The conflicts that each region has noted until now. */
export async function countConflicts(regions: TwoRegions): Promise<ConflictCount[]> {
  const counts = await Promise.all(
    REGIONS.map(async (region) => {
      const { rows } = await regions.sql(region).query<Omit<ConflictCount, 'region'>>(CONFLICTS)
      return rows.map((row) => ({ ...row, region }))
    }),
  )
  return counts.flat()
}

/** What was added between two counts. */
export function conflictsSince(before: readonly ConflictCount[], after: readonly ConflictCount[]): ConflictCount[] {
  const keyOf = ({ region, table, policy }: ConflictCount) => [region, table, policy].join(' ')
  const known = new Map(before.map((count) => [keyOf(count), count.count]))
  return after
    .map((count) => ({ ...count, count: count.count - (known.get(keyOf(count)) ?? 0) }))
    .filter(({ count }) => count > 0)
}

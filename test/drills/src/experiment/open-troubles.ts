import { type Milliseconds, REGIONS, type RegionId, eventually, isConditionNotMetError } from '@bicoastal/kernel'
import type { TwoRegions } from '@bicoastal/testkit'

/** What a region has told its operators of, and does not count as over. */
export interface Trouble {
  readonly region: RegionId
  readonly kind: 'incident' | 'quarantined row'
  /** In words, for the report. */
  readonly what: string
}

const OPEN_TROUBLES = `
  -- Out: incidents that are not healed, and rows of the peer that this region could not take in.
  SELECT 'incident' AS kind, kind || ' (' || subject || '): ' || message AS what FROM convergence.incidents WHERE healed_at IS NULL
  UNION ALL
  SELECT 'quarantined row', table_name || ' (' || array_to_string(key, ', ') || '): ' || error
    FROM convergence.awaited_rows WHERE error_code IS NOT NULL`

/** The open incidents and the quarantine of both regions, now. */
export async function openTroubles(regions: Pick<TwoRegions, 'sql'>): Promise<readonly Trouble[]> {
  const found = await Promise.all(
    REGIONS.map(async (region) => {
      const { rows } = await regions.sql(region).query<Omit<Trouble, 'region'>>(OPEN_TROUBLES)
      return rows.map((row) => ({ region, ...row }))
    }),
  )
  return found.flat()
}

/** Waits until nothing of the kind is open any more. Resolves to what still is when the deadline has passed. */
export async function untilHealed(
  regions: Pick<TwoRegions, 'sql'>,
  deadline: Milliseconds,
): Promise<readonly Trouble[]> {
  try {
    await eventually(async () => (await openTroubles(regions)).length === 0, {
      awaited: 'every incident to be healed',
      deadline,
      interval: 250,
    })
    return []
  } catch (error) {
    if (isConditionNotMetError(error)) return openTroubles(regions)
    throw error
  }
}

/** The regions of the system. Each is one complete copy of everything and takes reads and writes. */
export const REGIONS = ['east', 'west'] as const

/** The name of a region: one complete copy of everything. */
export type RegionId = (typeof REGIONS)[number]

/**
 * The number a region writes into the low bits of every version it issues.
 * Fixed for ever: renumbering a region would let two regions issue the same version.
 */
export const REGION_NUMBERS: Readonly<Record<RegionId, number>> = { east: 1, west: 2 }

/** True when `value` names a region. */
export function isRegionId(value: unknown): value is RegionId {
  return typeof value === 'string' && (REGIONS as readonly string[]).includes(value)
}

/** The other region, as seen from `region`. */
export function peerOf(region: RegionId): RegionId {
  return region === 'east' ? 'west' : 'east'
}

/** The region that owns `number`, or `undefined` when no region does. */
export function regionOfNumber(number: number): RegionId | undefined {
  return REGIONS.find((region) => REGION_NUMBERS[region] === number)
}

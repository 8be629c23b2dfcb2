/**
 * Where a write is on disk when it is acknowledged. `local`: in the region that took it. `global`: in both regions, so that
 * losing either with all its disks does not lose the write.
 */
export const DURABILITY_LEVELS = ['local', 'global'] as const

/** Where a write is on disk when it is acknowledged. */
export type DurabilityLevel = (typeof DURABILITY_LEVELS)[number]

/** True when `value` names a level. */
export function isDurabilityLevel(value: unknown): value is DurabilityLevel {
  return typeof value === 'string' && (DURABILITY_LEVELS as readonly string[]).includes(value)
}

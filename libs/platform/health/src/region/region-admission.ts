import type { Purpose } from './verdict.js'

/**
 * What beside health decides whether a region is sent requests, such as an operator's switch. Where nothing provides it,
 * health decides alone.
 */
export abstract class RegionAdmission {
  /** Why the region is not to be sent requests of this kind, for people; `null` when it may. Costs nothing. */
  abstract reasonAgainst(purpose: Purpose): string | null
}

import { type RegionId, regionOfNumber } from '@bicoastal/kernel'

/** One unit of a row that two regions hold with the same version vector. */
export interface ContestedUnit {
  readonly columns: readonly string[]
  readonly differs: boolean
  /** Version of the write that the unit comes from, where both regions say the same; else `null`. */
  readonly version: bigint | null
}

const issuerOf = (version: bigint): RegionId | undefined => regionOfNumber(Number(version & 0xffn))

/**
 * Decides between rows that must be equal (they include the same writes) and are not: a value did not travel with its version. A unit is
 * taken from the region that issued its version, because there it was written and nowhere else; a unit without a version of its own
 * from the region of the row's latest write. Both regions decide alike, without asking each other.
 *
 * @returns the columns whose values `here` must take from its peer.
 */
export function arbitrate(units: readonly ContestedUnit[], latest: bigint, here: RegionId): readonly string[] {
  return units
    .filter((unit) => unit.differs)
    .filter((unit) => (issuerOf(unit.version ?? 0n) ?? issuerOf(latest) ?? 'east') !== here)
    .flatMap((unit) => unit.columns)
}

import { type RegionId, regionOfNumber } from './region.js'

/** Versions count microseconds from here; 55 bits of them last beyond the year 3100. */
export const VERSION_EPOCH_MS = Date.UTC(2020, 0, 1)

const REGION_BITS = 8n
const REGION_MASK = (1n << REGION_BITS) - 1n

/** What a version says about the write that issued it. */
export interface DecodedVersion {
  /** When it was issued: wall clock, or later where the row's history was ahead of the clock. */
  readonly issuedAt: Date
  /** The region that issued it, `undefined` for a number that no known region has. */
  readonly region: RegionId | undefined
}

/**
 * Reads a version: a 63-bit hybrid logical clock value, microseconds since 2020 (or the row's last + 1)
 * above eight bits of region number. Versions are issued by `convergence.tick()` in SQL only.
 */
export function decodeVersion(version: bigint): DecodedVersion {
  const microseconds = version >> REGION_BITS
  return {
    issuedAt: new Date(VERSION_EPOCH_MS + Number(microseconds / 1000n)),
    region: regionOfNumber(Number(version & REGION_MASK)),
  }
}

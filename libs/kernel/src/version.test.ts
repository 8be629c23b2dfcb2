import { describe, expect, test } from 'vitest'
import { REGIONS, REGION_NUMBERS, isRegionId, peerOf, regionOfNumber } from './region.js'
import { VERSION_EPOCH_MS, decodeVersion } from './version.js'

describe('decodeVersion', () => {
  test('reads the time and the region that issued a version', () => {
    const microseconds = 1_500_000n
    const version = (microseconds << 8n) | BigInt(REGION_NUMBERS.west)
    expect(decodeVersion(version)).toEqual({ issuedAt: new Date(VERSION_EPOCH_MS + 1500), region: 'west' })
  })

  test('says so when no known region issued it', () => {
    expect(decodeVersion(255n).region).toBeUndefined()
  })
})

describe('regions', () => {
  test('each is the peer of its peer', () => {
    for (const region of REGIONS) expect(peerOf(peerOf(region))).toBe(region)
  })

  test('numbers are unique and fit the eight bits of a version', () => {
    const numbers = REGIONS.map((region) => REGION_NUMBERS[region])
    expect(new Set(numbers).size).toBe(REGIONS.length)
    for (const number of numbers) expect(number > 0 && number < 256).toBe(true)
    for (const region of REGIONS) expect(regionOfNumber(REGION_NUMBERS[region])).toBe(region)
  })

  test('only names of regions are region ids', () => {
    expect(isRegionId('east')).toBe(true)
    expect(isRegionId('North')).toBe(false)
    expect(isRegionId(1)).toBe(false)
  })
})

import { LOG_START, type LogPosition, REGIONS, type RegionId, isRegionId } from '@bicoastal/kernel'

/**
 * What a caller has seen, as a position of each region's log. It reads at least that state wherever it is answered next.
 * A hint, never an authority: the worst that a forged one brings is a bounded wait.
 */
export interface SessionToken {
  /** The region that issued it. Of that region's own log it bounds everything the caller has seen there, from above. */
  readonly from: RegionId
  readonly positions: Readonly<Record<RegionId, LogPosition>>
}

/** A token of another release of this service: what it asks for cannot be known here. */
export const UNREADABLE = Symbol('bicoastal:unreadable-session-token')

const FORMAT = '1'
const LATER_FORMAT = /^[1-9]\d{0,3}\./
const POSITION = /^[\da-f]{1,16}$/
/** Longer ones are not ours, whatever their format. */
const LONGEST = 200

/** The token of a caller that has seen nothing. */
export function emptyToken(from: RegionId): SessionToken {
  return { from, positions: { east: LOG_START, west: LOG_START } }
}

/** The token as text: format, region, position of each region, checksum; letters, digits and dots. */
export function formatToken({ from, positions }: SessionToken): string {
  let text = `${FORMAT}.${from}`
  for (const region of REGIONS) text += `.${positions[region].toString(16)}`
  return `${text}.${checksum(text, text.length)}`
}

/** Reads `text`: `undefined` when it is damaged or was never a token, {@link UNREADABLE} when its format is another. */
export function parseToken(text: string): SessionToken | typeof UNREADABLE | undefined {
  if (text.length > LONGEST) return undefined
  const [format, from, ...rest] = text.split('.')
  if (format !== FORMAT) return LATER_FORMAT.test(text) ? UNREADABLE : undefined
  const sum = rest.pop()
  if (sum === undefined || rest.length !== REGIONS.length || !isRegionId(from)) return undefined
  // A token that was cut off would otherwise ask for less than the caller has seen.
  if (checksum(text, text.length - sum.length - 1) !== sum) return undefined
  const positions: Record<RegionId, LogPosition> = { east: LOG_START, west: LOG_START }
  for (const [index, region] of REGIONS.entries()) {
    const position = rest[index]
    if (position === undefined || !POSITION.test(position)) return undefined
    positions[region] = BigInt(`0x${position}`)
  }
  return { from, positions }
}

/** FNV-1a of the first `length` characters, folded to four hexadecimal digits: against accidents, not against forgers. */
function checksum(text: string, length: number): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return ((hash ^ (hash >>> 16)) & 0xffff).toString(16).padStart(4, '0')
}

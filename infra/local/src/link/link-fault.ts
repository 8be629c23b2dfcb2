import { type Milliseconds, REGIONS, type RegionId } from '@bicoastal/kernel'
import { InvalidLinkFaultError } from './invalid-link-fault.error.js'

/** What is wrong with the network in one direction. */
export interface LinkFault {
  /** A black hole: connections stay open, nothing passes, nothing is refused. */
  readonly cut: boolean
  /** One-way delay added to everything. */
  readonly delay: Milliseconds
  /** Probability, 0 to 0.9, that a network segment is lost and has to be sent again. */
  readonly loss: number
}

/** One fault a direction, named by the region that the bytes come from. */
export type LinkFaults = Readonly<Record<RegionId, LinkFault>>

/** A direction without a fault. */
export const CLEAR: LinkFault = { cut: false, delay: 0, loss: 0 }

/** Both directions without a fault. */
export const ALL_CLEAR: LinkFaults = { east: CLEAR, west: CLEAR }

/**
 * `faults` with the change applied to the directions `from`.
 *
 * @throws InvalidLinkFaultError when a value is out of range.
 */
export function changeFaults(
  faults: LinkFaults,
  change: Partial<LinkFault>,
  from: readonly RegionId[] = REGIONS,
): LinkFaults {
  const changed = { ...faults }
  for (const region of from) changed[region] = checked({ ...faults[region], ...change })
  return changed
}

/** One line for people: `cut`, `30 ms, 1% lost` or `clear`. */
export function describeFault(fault: LinkFault): string {
  const parts = [
    fault.cut && 'cut',
    fault.delay > 0 && `${fault.delay} ms`,
    fault.loss > 0 && `${Math.round(fault.loss * 1000) / 10}% lost`,
  ]
  return parts.filter(Boolean).join(', ') || 'clear'
}

function checked(fault: LinkFault): LinkFault {
  if (typeof fault.cut !== 'boolean') throw new InvalidLinkFaultError('cut', 'true or false')
  if (!isWithin(fault.delay, 0, 60_000)) throw new InvalidLinkFaultError('delay', '0 to 60000 ms')
  if (!isWithin(fault.loss, 0, 0.9)) throw new InvalidLinkFaultError('loss', '0 to 0.9')
  return fault
}

/** Orders arrive as JSON, in which "not a number" has become null. */
function isWithin(value: unknown, from: number, to: number): boolean {
  return typeof value === 'number' && value >= from && value <= to
}

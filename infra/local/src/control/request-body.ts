import { constants } from 'node:os'
import { type Milliseconds, REGIONS, type RegionId, isRegionId } from '@bicoastal/kernel'
import type { LinkFault } from '../link/link-fault.js'
import { InvalidOrderError } from './invalid-order.error.js'

const FURTHEST_OFFSET: Milliseconds = 86_400_000

/** A change of the link's faults as an order carries it. */
export type FaultChange = Partial<LinkFault> & { readonly from: readonly RegionId[] }

/** Reads `{signal?}`; SIGKILL unless told otherwise. */
export function readSignal(body: unknown): NodeJS.Signals {
  const signal = fields(body)['signal'] ?? 'SIGKILL'
  if (typeof signal !== 'string' || !(signal in constants.signals))
    throw new InvalidOrderError('signal', 'like SIGKILL')
  return signal as NodeJS.Signals
}

/** Reads `{from?: region[], cut?, delay?, loss?}`; both directions unless told otherwise. Ranges are checked later. */
export function readFaultChange(body: unknown): FaultChange {
  const { from = REGIONS, cut, delay, loss, ...unknown } = fields(body)
  const surplus = Object.keys(unknown)[0]
  if (surplus !== undefined) throw new InvalidOrderError(surplus, 'absent: from, cut, delay and loss are known')
  if (!Array.isArray(from) || !from.every(isRegionId)) throw new InvalidOrderError('from', 'a list of regions')
  return {
    from,
    ...(cut !== undefined && { cut: cut as boolean }),
    ...(delay !== undefined && { delay: delay as number }),
    ...(loss !== undefined && { loss: loss as number }),
  }
}

/** Reads `{offset}`: milliseconds by which a clock is to be off, or `null` for the machine's own. */
export function readClockOffset(body: unknown): Milliseconds | null {
  const { offset } = fields(body)
  if (offset === null) return null
  if (typeof offset === 'number' && Math.abs(offset) <= FURTHEST_OFFSET) return offset
  throw new InvalidOrderError('offset', 'milliseconds within a day, or null')
}

function fields(body: unknown): Record<string, unknown> {
  if (body === undefined) return {}
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body }
  throw new InvalidOrderError('the body', 'a JSON object')
}

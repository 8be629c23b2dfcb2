import { BicoastalError, type Milliseconds, type RegionId } from '@bicoastal/kernel'

/** A region has not applied, in time, what the other wrote. Nothing can be said about differences until it has. */
export class PositionNotReachedError extends BicoastalError {
  readonly code = 'position_not_reached'
  readonly advice =
    'While the link is cut, a subscription is disabled or a region is down, this is what to expect: try again afterwards. ' +
    'Otherwise look at the open incidents of the region that is behind.'

  constructor(
    readonly behind: RegionId,
    patience: Milliseconds,
  ) {
    super(`${behind} did not apply within ${patience} ms what the other region had written.`)
  }
}

/** True when `error` says that a region is behind. */
export function isPositionNotReachedError(error: unknown): error is PositionNotReachedError {
  return error instanceof PositionNotReachedError
}

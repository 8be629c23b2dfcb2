import { BicoastalError, type RegionId } from '@bicoastal/kernel'

/** The database says that it belongs to another region than the one that is being installed. */
export class RegionMismatchError extends BicoastalError {
  readonly code = 'region_mismatch'
  readonly advice =
    'Check REGION and the database address. Only if this database was restored from a dump of the other region on purpose: ' +
    'DROP FUNCTION convergence.region(), then run this again.'

  constructor(expected: RegionId, found: number) {
    super(
      `This is to be the database of ${expected}, but it says that it belongs to region number ${found}. ` +
        'Two regions with one number would issue the same versions, and writes would be lost.',
    )
  }
}

/** True when `error` says that a database belongs to another region. */
export function isRegionMismatchError(error: unknown): error is RegionMismatchError {
  return error instanceof RegionMismatchError
}

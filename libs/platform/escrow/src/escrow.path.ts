/** Where a region is asked for rights. */
export const ESCROW_PATH = '/peer/escrow'

import { type Milliseconds, peerOf } from '@bicoastal/kernel'
import type { Sides } from '../comparison/sides.js'
import type { ReplicatedTable } from '../model/replicated-table.js'
import type { Verification } from '../verify/verification.js'
import { verifyRegions } from '../verify/verify-regions.js'
import { awaitRows } from './awaited-rows.js'
import type { Ends } from './ends.js'

/**
 * Verifies, and makes each region fetch from the other every row that differs. The fetching is done by the keepers of both regions afterwards; each
 * merges, so both arrive at the same row whoever is first. Repeatable; killed anywhere, what was asked for is still fetched.
 *
 * @throws PositionNotReachedError when a region does not apply what it is sent.
 */
export async function repairRegions(
  { region, here, peer }: Ends,
  tables: readonly ReplicatedTable[],
  patience: Milliseconds,
): Promise<Verification> {
  const sides = { [region]: here, [peerOf(region)]: peer } as unknown as Sides
  return await verifyRegions(sides, tables, {
    patience,
    onDiffering: async (table, keys) => {
      await awaitRows(here, table, keys)
      await awaitRows(peer, table, keys)
    },
  })
}

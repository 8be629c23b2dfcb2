import { PEER_STATES, REGIONS } from '@bicoastal/kernel'
import { z } from 'zod'
import { REGION_STATES } from '../switch/region-table.js'

/** What a region tells its peer of itself every half second; fields may be added. */
export const peerReport = z.object({
  region: z.enum(REGIONS),
  /** `null` while it does not know, because its database has not answered since it started. */
  state: z.enum(REGION_STATES).nullable(),
  /** Whether reads and writes would succeed there. */
  capable: z.boolean(),
  /** What it believes of the region that asks. */
  peer: z.enum(PEER_STATES),
})
export type PeerReport = z.output<typeof peerReport>

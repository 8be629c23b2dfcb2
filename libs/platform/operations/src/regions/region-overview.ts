import { PEER_STATES, REGIONS } from '@bicoastal/kernel'
import { REGION_STATES } from '@bicoastal/region'
import { z } from 'zod'

const answer = z.object({ ok: z.boolean(), reasons: z.array(z.string()) })

/** How far the logs of the regions have come, as one of them sees it. Positions are those of Postgres, like `0/1A2B3C`. */
const replication = z.object({
  committed: z.string().meta({ description: 'The end of the log of this region.' }),
  appliedFromPeer: z.string().nullable().meta({ description: 'What of the log of the peer is visible here.' }),
  confirmedByPeer: z.string().nullable().meta({ description: 'What of the log of this region the peer has on disk.' }),
  unconfirmedBytes: z.int().nullable().meta({ description: 'What the peer lacks; null while it is not connected.' }),
})

/** What a region tells operators of itself. */
export const regionOverview = z.object({
  region: z.enum(REGIONS),
  state: z.enum(REGION_STATES).nullable(),
  changedAt: z.iso.datetime().nullable(),
  changedBy: z.string().nullable(),
  reads: answer,
  writes: answer,
  peer: z.object({
    state: z.enum(PEER_STATES),
    silenceMs: z.object({ http: z.int(), replication: z.int() }),
  }),
  openIncidents: z.int().nullable().meta({ description: 'See GET /ops/incidents of that region.' }),
  replication: replication.nullable().meta({ description: 'Null while the database does not answer.' }),
})
export type RegionOverview = z.output<typeof regionOverview>

/** Both regions, each as it sees itself; of one that does not answer, what is known here. */
export const regionsDocument = z.object({
  answeredBy: z.enum(REGIONS),
  regions: z.array(
    z.union([
      regionOverview.extend({ answers: z.literal(true) }),
      z.object({
        region: z.enum(REGIONS),
        answers: z.literal(false),
        reason: z.string(),
        lastState: z.enum(REGION_STATES).nullable(),
      }),
    ]),
  ),
})
export type RegionsDocument = z.output<typeof regionsDocument>

import { asymmetricPartition } from './asymmetric-partition.js'
import { claimRace } from './claim-race.js'
import { clockSkew } from './clock-skew.js'
import { deleteRace } from './delete-race.js'
import type { Drill } from './drill.js'
import { escrowRace } from './escrow-race.js'
import { partition } from './partition.js'
import { poisonRow } from './poison-row.js'
import { primaryFreeze } from './primary-freeze.js'
import { primaryKill } from './primary-kill.js'
import { regionKill } from './region-kill.js'
import { rollingDeploy } from './rolling-deploy.js'
import { schemaRollout } from './schema-rollout.js'
import { slotLoss } from './slot-loss.js'
import { staleToken } from './stale-token.js'

/** Every drill there is, in the order of `drill all`. */
export const DRILLS: readonly Drill[] = [
  rollingDeploy,
  partition,
  asymmetricPartition,
  deleteRace,
  claimRace,
  escrowRace,
  staleToken,
  schemaRollout,
  poisonRow,
  slotLoss,
  clockSkew,
  primaryKill,
  primaryFreeze,
  regionKill,
]

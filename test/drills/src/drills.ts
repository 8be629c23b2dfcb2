import type { Drill } from './drill.js'
import { regionKill } from './region-kill.js'
import { rollingDeploy } from './rolling-deploy.js'

/** Every drill there is. */
export const DRILLS: readonly Drill[] = [regionKill, rollingDeploy]

import { REGIONS } from '@bicoastal/kernel'
import { untilServersUp } from '../haproxy/server-status.js'
import type { RegionStack } from '../region/region-stack.js'
import type { SupervisedProgram } from '../supervision/supervised-program.js'
import type { EventLog } from '../supervision/event-log.js'

/**
 * Restarts every api and worker, one at a time, so that no request fails and no job is lost: each is asked to stop and
 * finishes what it does; the next one waits until its edge sends requests to the new process. What is down stays down.
 */
export async function rollingRestart(regions: Readonly<Record<string, RegionStack>>, events: EventLog): Promise<void> {
  for (const region of REGIONS.flatMap((name) => regions[name] ?? [])) {
    for (const [index, api] of region.api.entries()) {
      const up = () => untilServersUp(region.statistics, [`api/api-${index + 1}`])
      await restart(api, events, up)
    }
    await restart(region.worker, events)
  }
}

async function restart(part: SupervisedProgram, events: EventLog, used?: () => Promise<void>): Promise<void> {
  if (!part.running) return
  await part.stop()
  await part.start()
  await used?.()
  events.record(part.name, 'restarted by order')
}

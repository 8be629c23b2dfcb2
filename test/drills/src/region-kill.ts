import { BUDGETS } from './budgets.js'
import type { Drill } from './drill.js'

/** A region vanishes without a warning, and comes back with its disks. */
export const regionKill: Drill = {
  name: 'region-kill',
  hypothesis:
    'When every process of one region is killed at once, callers of the global edge are served by the other region within 3 s; when the region is back, no acknowledged write is missing and both regions are equal.',
  blastRadius:
    'Every process of the region west: databases, caches, queue, services, edge. Region east, the link and the global edge are not touched; no data is deleted.',
  abortCondition:
    'No steady state is reached: requests fail before the fault, or a region does not take its part of the load.',
  method: [
    'Load through the global edge: registers, counters, products, orders, reads.',
    'Wait for a steady state: a whole phase without a failure.',
    'SIGKILL every process of west at once.',
    'Keep the load up while west is gone.',
    'Start west again under load.',
    'Stop the load, wait until both regions are equal and every job is done, compare row by row.',
  ],
  budgets: BUDGETS.regionKill,

  async run(experiment) {
    await experiment.steadyState()
    await experiment.fault('SIGKILL of every process of west', () => experiment.regions.stack.killRegion('west'))
    await experiment.hold(experiment.phase, 'west is gone; the load goes on')
    await experiment.undo('Start west', () => experiment.regions.stack.startRegion('west'))
    await experiment.hold(experiment.phase, 'west is back; the load goes on')
  },

  async heal(regions) {
    await regions.stack.startRegion('west')
  },
}

import { REGIONS } from '@bicoastal/kernel'
import { BUDGETS } from './budgets.js'
import { cutLink } from './methods/cut-link.js'
import type { Drill } from './drill.js'

/** The regions lose sight of each other. */
export const partition: Drill = {
  name: 'partition',
  hypothesis:
    'While the regions cannot see each other both take reads and writes and no request fails; afterwards they have caught up within half of the time that the partition lasted, and are equal.',
  blastRadius: 'Everything between the regions: replication and calls, in both directions. Callers reach both regions.',
  abortCondition: 'No steady state is reached.',
  method: [
    'Load through the global edge.',
    'Wait for a steady state: a whole phase without a failure.',
    'Cut the link in both directions: connections stay open, nothing passes.',
    'Keep the load up in both regions, for 20 s at least: longer than connections stay without a sign of life.',
    'Heal the link under load; measure until each region has applied what the other had committed.',
    'Stop the load, wait until both regions are equal and every job is done, compare row by row.',
  ],
  budgets: BUDGETS.partition,
  run: (experiment) => cutLink(experiment, REGIONS),
  heal: async (regions) => void (await regions.stack.healLink()),
}

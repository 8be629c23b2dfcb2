import { REGIONS } from '@bicoastal/kernel'
import { BUDGETS } from './budgets.js'
import { cutLink } from './methods/cut-link.js'
import type { Drill } from './drill.js'

/** One direction of the link is lost: one region hears the other, and is not heard. */
export const asymmetricPartition: Drill = {
  name: 'asymmetric-partition',
  hypothesis:
    'When what one region sends does not arrive any more while it still hears the other, no request fails in either; afterwards they have caught up within half of the time, and are equal.',
  blastRadius: 'One direction of the link, chosen by the seed. Callers reach both regions.',
  abortCondition: 'No steady state is reached.',
  method: [
    'Load through the global edge.',
    'Wait for a steady state: a whole phase without a failure.',
    'Cut one direction of the link: bytes from that region vanish, those of the other arrive.',
    'Keep the load up in both regions, for 20 s at least: longer than connections stay without a sign of life.',
    'Heal the link under load; measure until each region has applied what the other had committed.',
    'Stop the load, wait until both regions are equal and every job is done, compare row by row.',
  ],
  budgets: BUDGETS.asymmetricPartition,
  run: (experiment) => cutLink(experiment, [experiment.random.pick(REGIONS)]),
  heal: async (regions) => void (await regions.stack.healLink()),
}

import { seconds } from '@bicoastal/kernel'
import { BUDGETS } from './budgets.js'
import type { Drill } from './drill.js'
import { raceOverBrokenLink } from './methods/race-over-broken-link.js'
import { escrowWorkload } from './workloads/escrows.js'

/** Both regions sell the last of something at the same time. */
export const escrowRace: Drill = {
  name: 'escrow-race',
  hypothesis:
    'What is scarce is never sold twice: both regions spend what is nearly used up, over a slow link that breaks again and again, and what was spent is never more than what was granted.',
  blastRadius: 'The link: slow in both directions, and cut for a second at a time. Callers reach both regions.',
  abortCondition: 'No steady state is reached.',
  method: [
    'Load through the global edge, with callers who grant to a few escrows and spend more than there is.',
    'Wait for a steady state: a whole phase without a failure.',
    'Make the link slow (300 ms each way), and cut it for a second every other second.',
    'Heal the link; keep the load up for a phase.',
    'Stop the load, wait until both regions are equal and every job is done; add up what was granted, spent and left.',
  ],
  budgets: BUDGETS.escrowRace,
  workloads: (runId) => [escrowWorkload(runId, 30)],
  run: (experiment) => raceOverBrokenLink(experiment, seconds(10)),
  heal: async (regions) => void (await regions.stack.healLink()),
}

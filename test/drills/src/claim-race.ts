import { seconds } from '@bicoastal/kernel'
import { BUDGETS } from './budgets.js'
import type { Drill } from './drill.js'
import { raceOverBrokenLink } from './methods/race-over-broken-link.js'
import { claimWorkload } from './workloads/claims.js'

/** Both regions are asked for the same unique names at the same time. */
export const claimRace: Drill = {
  name: 'claim-race',
  hypothesis:
    'Whoever is told that a name is theirs keeps it, nobody else is told the same, and every claim is settled once the regions can talk, although both regions were asked for the same names at once over a slow link that breaks again and again.',
  blastRadius: 'The link: slow in both directions, and cut for a second at a time. Callers reach both regions.',
  abortCondition: 'No steady state is reached.',
  method: [
    'Load through the global edge, with six callers for every name.',
    'Wait for a steady state: a whole phase without a failure.',
    'Make the link slow (300 ms each way), and cut it for a second every other second.',
    'Heal the link; keep the load up for a phase.',
    'Stop the load, wait until both regions are equal, every job is done and every claim settled, compare row by row.',
  ],
  budgets: BUDGETS.claimRace,
  workloads: (runId) => [claimWorkload(runId, 24)],
  run: (experiment) => raceOverBrokenLink(experiment, seconds(10)),
  heal: async (regions) => void (await regions.stack.healLink()),
}

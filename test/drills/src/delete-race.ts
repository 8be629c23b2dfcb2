import { seconds } from '@bicoastal/kernel'
import { BUDGETS } from './budgets.js'
import type { Drill } from './drill.js'
import { raceOverBrokenLink } from './methods/race-over-broken-link.js'
import { deletionWorkload } from './workloads/deletions.js'

/** Rows are deleted in one region while the other goes on changing them. */
export const deleteRace: Drill = {
  name: 'delete-race',
  hypothesis:
    'A row that was deleted in one region stays deleted in both, although the other region changes it at the same time and later, over a slow link that breaks again and again.',
  blastRadius: 'The link: slow in both directions, and cut for a second at a time. Callers reach both regions.',
  abortCondition: 'No steady state is reached.',
  method: [
    'Load through the global edge, with products that everybody creates, changes, likes and deletes.',
    'Wait for a steady state: a whole phase without a failure.',
    'Make the link slow (300 ms each way), and cut it for a second every other second.',
    'Heal the link; keep the load up for a phase.',
    'Stop the load, wait until both regions are equal and every job is done, compare row by row.',
  ],
  budgets: BUDGETS.deleteRace,
  workloads: (runId) => [deletionWorkload(runId, 30)],
  run: (experiment) => raceOverBrokenLink(experiment, seconds(10)),
  heal: async (regions) => void (await regions.stack.healLink()),
}

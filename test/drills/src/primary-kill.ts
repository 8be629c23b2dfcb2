import { BUDGETS } from './budgets.js'
import type { Drill } from './drill.js'
import { breakPrimary, healPrimary } from './methods/break-primary.js'

/** The primary of one region crashes. */
export const primaryKill: Drill = {
  name: 'primary-kill',
  hypothesis:
    'When the primary of one region is killed, the peer takes its callers within 2 s (99 of 100), and the region takes writes itself within 10 s; nothing acknowledged is missing in either region.',
  blastRadius:
    'The Postgres primary of west: SIGKILL of all its processes. Its standby, its services and region east are not touched.',
  abortCondition: 'No steady state is reached.',
  method: [
    'Load through the global edge, and writes by the edge of west alone.',
    'Wait for a steady state: a whole phase without a failure.',
    'SIGKILL the primary of west with all its backends.',
    'Keep the load up until west has a complete standby again, at least one phase.',
    'Stop the load, wait until both regions are equal and every job is done, compare row by row.',
  ],
  budgets: BUDGETS.primaryKill,
  run: (experiment) => breakPrimary(experiment, 'west', 'SIGKILL'),
  heal: healPrimary,
}

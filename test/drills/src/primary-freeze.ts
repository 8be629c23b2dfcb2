import { BUDGETS } from './budgets.js'
import type { Drill } from './drill.js'
import { breakPrimary, healPrimary } from './methods/break-primary.js'

/** The primary of one region hangs: it holds its connections and its port, and answers nothing. */
export const primaryFreeze: Drill = {
  name: 'primary-freeze',
  hypothesis:
    'When the primary of one region freezes, it is fenced and its standby promoted within 10 s, while the peer takes its callers; logical slots survive the promotion, and nothing that callers or the peer have seen is missing after it.',
  blastRadius:
    'The Postgres primary of west: SIGSTOP of all its processes. Its standby, its services and region east are not touched.',
  abortCondition: 'No steady state is reached.',
  method: [
    'Load through the global edge, and writes by the edge of west alone.',
    'Wait for a steady state: a whole phase without a failure.',
    'SIGSTOP the primary of west with all its backends.',
    'Keep the load up until west has a complete standby again, at least one phase.',
    'Stop the load, wait until both regions are equal and every job is done, compare row by row.',
  ],
  budgets: BUDGETS.primaryFreeze,
  run: (experiment) => breakPrimary(experiment, 'west', 'SIGSTOP'),
  heal: healPrimary,
}

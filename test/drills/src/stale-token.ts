import { type Milliseconds, seconds } from '@bicoastal/kernel'
import { BUDGETS } from './budgets.js'
import type { Drill } from './drill.js'
import { sessionWorkload } from './workloads/sessions.js'

const DELAY: Milliseconds = 200
const CUT: Milliseconds = seconds(8)

/** Callers bring sessions that the region which answers them has not reached, cannot reach, or that nobody ever issued. */
export const staleToken: Drill = {
  name: 'stale-token',
  hypothesis:
    'A session that wanders between the regions never goes back in time without being told so, over a slow link and without any link, and a token from the future is answered as stale; no request fails for it.',
  blastRadius: 'The link: slow in both directions, then cut. Callers reach both regions.',
  abortCondition: 'No steady state is reached.',
  method: [
    'Load through the global edge, and sessions whose every request may be answered by either region; one in twenty carries a forged token.',
    'Wait for a steady state: a whole phase without a failure.',
    `Make the link slow (${DELAY} ms each way) for a phase.`,
    `Cut the link for ${CUT / 1000} s.`,
    'Heal the link; keep the load up for a phase.',
    'Stop the load, wait until both regions are equal and every job is done, compare row by row, and hold every answer against what its session had seen.',
  ],
  budgets: BUDGETS.staleToken,
  workloads: (runId) => [sessionWorkload(runId, 40)],

  async run(experiment) {
    const { stack } = experiment.regions
    await experiment.steadyState()
    await experiment.fault(`slow the link down by ${DELAY} ms each way`, () => stack.setLink({ delay: DELAY }))
    await experiment.hold(experiment.phase, 'Sessions are ahead of the region they come to')
    await stack.cutLink()
    await experiment.hold(CUT, 'The link is cut; sessions from the other region cannot be satisfied')
    await experiment.undo('Heal the link', () => stack.healLink())
    await experiment.hold(experiment.phase, 'The link is well; the load goes on')
  },

  heal: async (regions) => void (await regions.stack.healLink()),
}

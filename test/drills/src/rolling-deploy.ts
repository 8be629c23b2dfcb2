import { REGIONS } from '@bicoastal/kernel'
import { BUDGETS } from './budgets.js'
import type { Drill } from './drill.js'

/** Every api and worker is replaced while callers go on, as a deployment does it. */
export const rollingDeploy: Drill = {
  name: 'rolling-deploy',
  hypothesis: 'When every api and worker is restarted in turn under load, no request fails and every job runs.',
  blastRadius: 'The api and worker processes of both regions, one at a time. Everything else goes on.',
  abortCondition:
    'No steady state is reached: requests fail before the first restart, or a region takes no part of the load.',
  method: [
    'Load through the global edge: registers, counters, products, orders, reads.',
    'Wait for a steady state: a whole phase without a failure.',
    'Restart every api and worker gracefully, each when the one before serves again.',
    'Stop the load, wait until both regions are equal and every job is done, compare row by row.',
  ],
  budgets: BUDGETS.rollingDeploy,

  async run(experiment) {
    await experiment.steadyState()
    await experiment.fault('restart every api and worker in turn', () => experiment.regions.stack.rollingRestart())
    await experiment.hold(experiment.phase, 'All are new; the load goes on')
  },

  async heal(regions) {
    for (const region of REGIONS) await regions.stack.startRegion(region)
  },
}

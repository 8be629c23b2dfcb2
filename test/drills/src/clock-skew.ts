import { seconds } from '@bicoastal/kernel'
import { BUDGETS } from './budgets.js'
import { catchUp } from './experiment/catch-up.js'
import type { Drill } from './drill.js'

const OFFSET = seconds(30)

/** The clock of one region's database jumps ahead, and then back behind. */
export const clockSkew: Drill = {
  name: 'clock-skew',
  hypothesis:
    'When the clock of one region jumps half a minute ahead and then half a minute behind the other, no request fails, no acknowledged write is overruled by an older one, and both regions are equal.',
  blastRadius:
    'The wall clock of both Postgres servers of west, by libfaketime. The services, the caches and region east have the right time.',
  abortCondition: 'No steady state is reached with the faked clock at the right time.',
  method: [
    'Restart the servers of west on a clock that can be set, showing the right time.',
    'Load through the global edge; wait for a steady state.',
    'Set the clock 30 s ahead; keep the load up for a phase.',
    'Set it 30 s behind the right time, a jump of a minute; keep the load up for a phase.',
    'Set it right; keep the load up for a phase.',
    'Stop the load, wait until both regions are equal and every job is done, compare row by row; give the machine’s clock back.',
  ],
  budgets: BUDGETS.clockSkew,

  async run(experiment) {
    const { regions } = experiment
    const { stack } = regions
    const offsetOfWest = async () => {
      const [{ rows: west }, { rows: east }] = await Promise.all([
        regions.sql('west').query<{ now: number }>('SELECT extract(epoch FROM clock_timestamp())::float8 AS now'),
        regions.sql('east').query<{ now: number }>('SELECT extract(epoch FROM clock_timestamp())::float8 AS now'),
      ])
      return Math.round((west[0]?.now ?? NaN) - (east[0]?.now ?? NaN))
    }
    const jump = async (offset: number) => {
      await stack.setClock('west', offset)
      await experiment.hold(experiment.phase, `The clock of west is off by ${offset / 1000} s; the load goes on`)
      // A fault that did not happen must not pass.
      const seen = await offsetOfWest()
      if (seen !== offset / 1000) throw new Error(`The clock of west is off by ${seen} s, not by ${offset / 1000} s.`)
    }
    await stack.setClock('west', 0)
    await experiment.steadyState()
    await experiment.fault(`the clock of west jumps ${OFFSET / 1000} s ahead`, () => jump(OFFSET))
    experiment.note(`The clock of west jumps ${(2 * OFFSET) / 1000} s back`)
    await jump(-OFFSET)
    await experiment.undo('Set the clock of west right', () => jump(0))
    await catchUp(regions)
  },

  async heal(regions) {
    await regions.stack.setClock('west', null)
  },
}

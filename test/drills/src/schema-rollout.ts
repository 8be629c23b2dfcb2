import { REGIONS, type RegionId } from '@bicoastal/kernel'
import type { TwoRegions } from '@bicoastal/testkit'
import { BUDGETS } from './budgets.js'
import type { Drill } from './drill.js'
import { catchUp } from './experiment/catch-up.js'
import type { Experiment } from './experiment/experiment.js'
import { contract, expand, publishEverything } from './methods/rollout.js'

const NOTED = 40

/** The regions are on different versions of the schema, and both take writes. */
export const schemaRollout: Drill = {
  name: 'schema-rollout',
  hypothesis:
    'While one region has a column that the other does not have yet, no request fails in either and replication goes on; when the other has it as well, it gets what was written to it meanwhile.',
  blastRadius: 'The schema of the table of registers: first in west, later in east. No service is restarted.',
  abortCondition: 'No steady state is reached.',
  method: [
    'Load through the global edge.',
    'Wait for a steady state: a whole phase without a failure.',
    'Add a column to the registers in west alone, with its triggers, as migrate does; write to it in west.',
    'Keep the load up for a phase with the regions on different versions; change the same rows in east.',
    'Add the column in east; let both regions publish it.',
    'Expect everything that was written to the column in both regions; keep the load up for a phase.',
    'Stop the load, drop the column, wait until both regions are equal and every job is done, compare row by row.',
  ],
  budgets: BUDGETS.schemaRollout,

  async run(experiment) {
    const { regions } = experiment
    const prefix = `noted-${crypto.randomUUID()}`
    await experiment.steadyState()
    await experiment.fault('add a column in west alone', async () => {
      const { ahead } = await expand(regions, 'west')
      experiment.note(`west is ahead in ${ahead.join(', ')}`)
    })
    const began = experiment.sinceFault()
    await regions.sql('west').query(INSERT_NOTED, [prefix, NOTED])
    await catchUp(regions)
    await regions.sql('east').query(CHANGE_NOTED, [prefix])
    await experiment.hold(experiment.phase, 'The regions have different versions; the load goes on')
    await expectNoted(regions, prefix, ['west'], experiment)
    await experiment.undo('Add the column in east', async () => {
      await expand(regions, 'east')
      await publishEverything(regions)
    })
    const length = experiment.sinceFault() - began
    experiment.measure('catchUpShare', (await catchUp(regions)) / length)
    await expectNoted(regions, prefix, REGIONS, experiment)
    await experiment.hold(experiment.phase, 'Both regions have the new version; the load goes on')
  },

  heal: contract,
}

const INSERT_NOTED = `
  -- In: prefix of keys, how many. Out: nothing. Registers with a note, as the next release would write them.
  INSERT INTO public.probe_registers (key, value, note) SELECT $1 || number, 'first', 'noted' FROM generate_series(1, $2::int) AS number`

const CHANGE_NOTED = `
  -- In: prefix of keys. Out: nothing. The same registers are changed by a region that knows nothing of notes.
  UPDATE public.probe_registers SET value = 'second' WHERE starts_with(key, $1)`

const COUNT_NOTED = `
  -- In: prefix of keys. Out: how many of the registers have the note and the later value.
  SELECT count(*)::int AS count FROM public.probe_registers WHERE starts_with(key, $1) AND note = 'noted' AND value = 'second'`

/** A note that is gone was acknowledged and lost. @throws Error, which fails the drill, saying where. */
async function expectNoted(
  regions: TwoRegions,
  prefix: string,
  where: readonly RegionId[],
  experiment: Experiment,
): Promise<void> {
  for (const region of where) {
    const { rows } = await regions.sql(region).query<{ count: number }>(COUNT_NOTED, [prefix])
    if (rows[0]?.count !== NOTED) throw new Error(`${region} has ${rows[0]?.count} of ${NOTED} notes.`)
  }
  experiment.note(`All ${NOTED} notes are in ${where.join(' and ')}`)
}

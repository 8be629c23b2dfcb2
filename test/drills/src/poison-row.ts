import type { TwoRegions } from '@bicoastal/testkit'
import { BUDGETS } from './budgets.js'
import type { Drill } from './drill.js'
import { createProduct } from './methods/create-product.js'
import { measureSelfHealing } from './experiment/self-healing.js'

const POISON = 'Poison of a drill'
const REFUSE = `ALTER TABLE public.products ADD CONSTRAINT refused_by_drill CHECK (name <> '${POISON}') NOT VALID`
const ACCEPT = 'ALTER TABLE public.products DROP CONSTRAINT IF EXISTS refused_by_drill'

/** A row arrives that the other region's database refuses. */
export const poisonRow: Drill = {
  name: 'poison-row',
  hypothesis:
    'When a row of west violates a constraint of east, this is reported within 10 s, everything else flows again within 60 s without a person, and the row arrives as soon as it fits.',
  blastRadius:
    'A check constraint in east alone, and one product created in west. Callers, and replication from east to west, are not touched.',
  abortCondition: 'No steady state is reached.',
  method: [
    'Load through the global edge.',
    'Wait for a steady state: a whole phase without a failure.',
    'Add a constraint in east, and create a product in west that violates it: applying it fails again and again.',
    'Write a marker in west; measure until east has reported an incident, and until the marker arrives in east.',
    'Drop the constraint; keep the load up for a phase.',
    'Stop the load, wait until both regions are equal (the refused row, too) and every job is done, compare row by row.',
  ],
  budgets: BUDGETS.poisonRow,

  async run(experiment) {
    const { regions } = experiment
    await experiment.steadyState()
    await experiment.fault('a product of west that a constraint of east refuses', async () => {
      await regions.sql('east').query(REFUSE)
      await createProduct(regions, 'west', POISON)
    })
    await measureSelfHealing(experiment, 'east')
    await experiment.hold(experiment.phase, 'The row is refused; the load goes on')
    await experiment.undo('Drop the constraint', () => accept(regions))
    await experiment.hold(experiment.phase, 'The row fits; the load goes on')
  },

  heal: accept,
}

async function accept(regions: TwoRegions): Promise<void> {
  await regions.sql('east').query(ACCEPT)
}

import { eventually } from '@bicoastal/kernel'
import type { TwoRegions } from '@bicoastal/testkit'
import { BUDGETS } from './budgets.js'
import type { Drill } from './drill.js'
import { measureSelfHealing } from './experiment/self-healing.js'

const SLOT = 'to_east'

/** The replication slot of one region is lost, and with it the log that it had not read yet. */
export const slotLoss: Drill = {
  name: 'slot-loss',
  hypothesis:
    'When the slot from which east reads the changes of west is gone, this is reported within 10 s and healed within 60 s without a person: what the log would have brought is brought by copying, and nothing acknowledged is missing.',
  blastRadius: `The logical slot ${SLOT} on the primary of west, while writes go on. Callers, and replication from east to west, are not touched.`,
  abortCondition: 'No steady state is reached.',
  method: [
    'Load through the global edge.',
    'Wait for a steady state: a whole phase without a failure.',
    `End the sender and drop the slot ${SLOT} on west, as losing it to a full disk or a failover would.`,
    'Write a marker in west; measure until east has reported an incident, and until the marker arrives in east.',
    'Stop the load, wait until both regions are equal and every job is done, compare row by row.',
  ],
  budgets: BUDGETS.slotLoss,

  async run(experiment) {
    await experiment.steadyState()
    await experiment.fault(`drop the slot ${SLOT} of west`, () => dropSlot(experiment.regions))
    await measureSelfHealing(experiment, 'east')
    await experiment.hold(experiment.phase, 'Replication goes on; so does the load')
  },

  heal: () => Promise.resolve(),
}

/** The subscriber comes back half a second after its sender was ended, so this may take another attempt. */
async function dropSlot(regions: TwoRegions): Promise<void> {
  const west = regions.sql('west')
  const dropped = async () => {
    await west.query('SELECT pg_terminate_backend(active_pid, 1000) FROM pg_replication_slots WHERE slot_name = $1', [
      SLOT,
    ])
    await west.query('SELECT pg_drop_replication_slot($1)', [SLOT])
    return true
  }
  await eventually(dropped, { awaited: `the slot ${SLOT} to be dropped`, interval: 10 })
}

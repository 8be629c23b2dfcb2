import { type Milliseconds, type RegionId, seconds } from '@bicoastal/kernel'
import { catchUp } from '../experiment/catch-up.js'
import type { Experiment } from '../experiment/experiment.js'

/** A shorter partition could not show what happens when connections time out, after 10 s of silence. */
const SHORTEST: Milliseconds = seconds(20)

/** Cuts the link in the directions `from` under load, heals it, and measures how long the regions take to catch up. */
export async function cutLink(experiment: Experiment, from: readonly RegionId[]): Promise<void> {
  const { stack } = experiment.regions
  const length = Math.max(SHORTEST, experiment.phase)
  await experiment.steadyState()
  await experiment.fault(`cut the link for what comes from ${from.join(' and ')}`, () => stack.cutLink({ from }))
  await experiment.hold(length, 'The regions do not see each other; the load goes on in both')
  await experiment.undo('Heal the link', () => stack.healLink())
  experiment.measure('catchUpShare', (await catchUp(experiment.regions)) / length)
  await experiment.hold(experiment.phase, 'The regions see each other; the load goes on')
}

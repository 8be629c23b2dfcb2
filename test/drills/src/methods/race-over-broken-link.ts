import { type Milliseconds, seconds } from '@bicoastal/kernel'
import type { Experiment } from '../experiment/experiment.js'

const DELAY: Milliseconds = 300
const PULSE: Milliseconds = seconds(1)

/**
 * Keeps the regions late for each other under load, so that what one does meets what the other does not know yet: a
 * slow link, cut for a second every other second, for `shortest` at least.
 */
export async function raceOverBrokenLink(experiment: Experiment, shortest: Milliseconds): Promise<void> {
  const { stack } = experiment.regions
  const pulses = Math.ceil(Math.max(shortest, experiment.phase) / (2 * PULSE))
  await experiment.steadyState()
  await experiment.fault(`slow the link down by ${DELAY} ms each way`, () => stack.setLink({ delay: DELAY }))
  for (let pulse = 1; pulse <= pulses; pulse++) {
    await stack.cutLink()
    await experiment.hold(PULSE, `The link is cut (${pulse} of ${pulses})`)
    await stack.setLink({ cut: false })
    await experiment.hold(PULSE, 'It is slow')
  }
  await experiment.undo('Heal the link', () => stack.healLink())
  await experiment.hold(experiment.phase, 'The link is well; the load goes on')
}

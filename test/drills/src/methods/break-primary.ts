import { REGIONS, type RegionId, seconds } from '@bicoastal/kernel'
import type { TwoRegions } from '@bicoastal/testkit'
import type { Experiment } from '../experiment/experiment.js'
import { RegionWrites } from '../experiment/region-writes.js'
import { primaryOf } from './primary-of.js'

/** Sends `signal` to the primary of `region` under load, and measures when the region takes writes itself again. */
export async function breakPrimary(experiment: Experiment, region: RegionId, signal: NodeJS.Signals): Promise<void> {
  const { regions } = experiment
  await experiment.steadyState()
  const primary = await primaryOf(regions, region)
  const writes = await RegionWrites.begin(regions, region)
  const struckAt = performance.now()
  try {
    await experiment.fault(`${signal} of ${primary}`, () => regions.stack.kill(primary, signal))
    await experiment.hold(experiment.phase, `${region} recovers; the load goes on`)
    await experiment.hold(seconds(5), 'Long enough to see late failures')
  } finally {
    experiment.measure('writableAgain', await writes.end(struckAt))
    experiment.note(`The primary of ${region} was ${primary}, and is ${await primaryOf(regions, region)}`)
  }
}

/** Thaws what may still be frozen; supervision does the rest. */
export async function healPrimary(regions: TwoRegions): Promise<void> {
  for (const region of REGIONS) {
    for (const node of ['a', 'b']) await regions.stack.kill(`${region}/postgres-${node}`, 'SIGCONT')
  }
}

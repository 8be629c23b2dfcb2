import { FEATURES } from '@bicoastal/features'
import { DEFAULT_DIRECTORY, isStackNotRunningError } from '@bicoastal/local'
import { type TwoRegions, attachTwoRegions, startTwoRegions } from '@bicoastal/testkit'

/** The stack that a drill is run on. */
export interface Target {
  readonly regions: TwoRegions
  /** Where it comes from, for the report. */
  readonly description: string
}

/** The stack of `./scripts/up` where it runs; else one of its own, which ends with the drill. */
export async function openTarget(say: (line: string) => void): Promise<Target> {
  try {
    return {
      regions: await attachTwoRegions(DEFAULT_DIRECTORY, { features: FEATURES }),
      description: 'the running stack',
    }
  } catch (error) {
    if (!isStackNotRunningError(error)) throw error
  }
  say('No stack is running; start one for this drill (10 to 30 s)')
  return { regions: await startTwoRegions({ features: FEATURES }), description: 'a stack of its own' }
}

import { type Milliseconds, eventually, seconds } from '@bicoastal/kernel'
import type { RegionStack } from '../region/region-stack.js'

const PAIRED_AGAIN: Milliseconds = seconds(60)

/**
 * Sets the clock of a region's database servers; `null` is the machine's own. A program takes up a faked clock only when
 * it is started, so beginning and ending restart both servers: the standby, then the primary where it is.
 */
export async function setClock({ clock, database, region }: RegionStack, offset: Milliseconds | null): Promise<void> {
  const faked = clock.faked
  if (offset === null) clock.restore()
  else clock.set(offset)
  if (faked === clock.faked) return
  const paired = () =>
    eventually(() => database.state === 'paired', {
      awaited: `${region} to have a complete standby`,
      deadline: PAIRED_AGAIN,
    })
  const { primary, standby } = database
  await standby.running?.stop()
  await eventually(() => standby.running, { awaited: `${standby.name} to run again`, deadline: PAIRED_AGAIN })
  await paired()
  const launches = primary.launches
  await primary.running?.stop()
  await eventually(() => primary.launches > launches, {
    awaited: `${primary.name} to run again`,
    deadline: PAIRED_AGAIN,
  })
  await database.untilServing(PAIRED_AGAIN)
  await paired()
}

import { type Milliseconds, REGIONS, eventually } from '@bicoastal/kernel'
import type { TwoRegions } from '@bicoastal/testkit'

/**
 * Waits until every part of the stack runs and both regions have a complete standby: what one drill broke must not be
 * the fault that the next one measures.
 *
 * @throws ConditionNotMetError naming what is missing.
 */
export async function untilWhole(regions: TwoRegions, deadline: Milliseconds): Promise<void> {
  await eventually(() => whole(regions), { awaited: 'every part of the stack to run', deadline, interval: 250 })
}

async function whole(regions: TwoRegions): Promise<true> {
  const [parts, databases] = await Promise.all([regions.stack.processes(), regions.stack.databases()])
  const down = parts.filter(({ state }) => state !== 'running').map(({ name, state }) => `${name} is ${state}`)
  const alone = REGIONS.filter((region) => databases[region].state !== 'paired').map(
    (region) => `the database of ${region} is ${databases[region].state}`,
  )
  if (down.length + alone.length > 0) throw new Error([...down, ...alone].join(', '))
  return true
}

import { REGIONS, isRegionId } from '@bicoastal/kernel'
import { StackClient } from '../client/stack-client.js'
import { describeFault } from '../link/link-fault.js'
import type { CommandLineOptions } from './arguments.js'
import { print } from './print.js'
import { UsageError } from './usage.error.js'

const USAGE = 'Usage: ./scripts/link [cut | heal | delay MS | loss PROBABILITY] [--from east|west]'

/** Shows or changes what is wrong with the network between the regions. */
export async function link({ directory, positionals, from }: CommandLineOptions): Promise<void> {
  const client = new StackClient(directory)
  if (from !== undefined && !isRegionId(from)) throw new UsageError(`There is no region ${from}.`, USAGE)
  const directions = from === undefined ? {} : { from: [from] }
  const [order, value] = positionals
  if (order === 'cut') await client.cutLink(directions)
  else if (order === 'heal') await client.healLink(directions)
  else if (order === 'delay') await client.setLink({ ...directions, delay: Number(value) })
  else if (order === 'loss') await client.setLink({ ...directions, loss: Number(value) })
  else if (order !== undefined) throw new UsageError(`The link cannot ${order}.`, USAGE)
  const faults = await client.link()
  for (const region of REGIONS) print(`from ${region}: ${describeFault(faults[region])}`)
}

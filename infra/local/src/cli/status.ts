import { REGIONS } from '@bicoastal/kernel'
import { StackClient } from '../client/stack-client.js'
import { describeFault } from '../link/link-fault.js'
import type { CommandLineOptions } from './arguments.js'
import { print, printTable } from './print.js'

/** Shows every part of the stack, what the network is like, and what happened lately. */
export async function status({ directory }: CommandLineOptions): Promise<void> {
  const client = new StackClient(directory)
  const [info, processes, link, events] = await Promise.all([
    client.info(),
    client.processes(),
    client.link(),
    client.events(),
  ])
  print(`${info.phase}   supervisor ${info.pid}   ${info.urls.edge}   ${info.directory}`)
  print()
  printTable([
    ['PART', 'STATE', 'PID', 'PORT', 'RESTARTS', 'DETAIL'],
    ...processes.map((part) => [
      part.name,
      part.state,
      `${part.pid ?? '-'}`,
      `${part.port ?? '-'}`,
      `${part.restarts}`,
      part.name === 'link'
        ? REGIONS.map((region) => `from ${region}: ${describeFault(link[region])}`).join('; ')
        : part.detail,
    ]),
  ])
  print()
  print('Lately:')
  for (const event of events.slice(-8)) print(`  ${event.at.slice(11, 23)}  ${event.part}: ${event.what}`)
}

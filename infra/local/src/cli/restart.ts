import { StackClient } from '../client/stack-client.js'
import type { CommandLineOptions } from './arguments.js'
import { print } from './print.js'

/** Restarts every api and worker one at a time; no request fails meanwhile. */
export async function restart({ directory }: CommandLineOptions): Promise<void> {
  const startedAt = performance.now()
  print('Restarting every api and worker, one at a time ...')
  await new StackClient(directory).rollingRestart()
  print(`Done in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`)
}

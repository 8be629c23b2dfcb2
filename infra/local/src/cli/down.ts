import { existsSync, rmSync } from 'node:fs'
import { StackClient } from '../client/stack-client.js'
import { stopStack } from '../client/start-stack.js'
import { endLeftovers } from '../supervision/leftovers.js'
import { livingSupervisor } from '../supervisor/supervisor-record.js'
import type { CommandLineOptions } from './arguments.js'
import { print } from './print.js'

/** Stops the stack; with `--wipe` forgets its data, secrets and logs as well. */
export async function down({ directory, wipe }: CommandLineOptions): Promise<void> {
  const client = new StackClient(directory)
  if (livingSupervisor(client.files.supervisorRecord)) {
    await stopStack(client)
    print(wipe ? 'Stopped.' : 'Stopped. The data is kept; ./scripts/up goes on with it.')
  } else {
    const ended = await endLeftovers(client.files.processRecords)
    print(ended.length > 0 ? `Not running; ended what was left: ${ended.join(', ')}` : 'Not running.')
  }
  if (!wipe) return
  if (existsSync(directory) && !existsSync(client.files.publicKeys)) {
    print(`${directory} is not a stack; it is left alone.`)
    return
  }
  rmSync(directory, { recursive: true, force: true })
  print('Forgotten: data, secrets and logs.')
}

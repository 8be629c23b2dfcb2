import { eventually, seconds } from '@bicoastal/kernel'
import { StackClient } from '../client/stack-client.js'
import { launchSupervisor } from '../client/launch-supervisor.js'
import type { BootMessage } from '../supervisor/boot-progress.js'
import { isAlive } from '../process/process-identity.js'
import { livingSupervisor } from '../supervisor/supervisor-record.js'
import type { CommandLineOptions } from './arguments.js'
import { passedOn } from './passed-on.js'
import { print } from './print.js'
import { whatToTryNext } from './what-to-try-next.js'

/** Starts the stack in the background and shows how it goes on; says so when it runs already. */
export async function up(options: CommandLineOptions): Promise<void> {
  const client = new StackClient(options.directory)
  if (await isThere(client)) print('Already running; nothing to do.')
  else {
    const { directory, portOffset, infrastructureOnly } = options
    const settings = { directory, portOffset, infrastructureOnly, environment: passedOn(process.env), attached: false }
    print(`Starting regions east and west in ${directory}`)
    const child = await launchSupervisor(settings, show)
    child.disconnect()
    child.unref()
  }
  for (const line of whatToTryNext(await client.info())) print(line)
}

/** Waits for a stack that another `up` is starting, or another `down` is stopping. */
async function isThere(client: StackClient): Promise<boolean> {
  const supervisor = livingSupervisor(client.files.supervisorRecord)
  if (!supervisor) return false
  const settled = async () => !isAlive(supervisor) || (await client.info()).phase === 'ready'
  const awaited = `the running supervisor, pid ${supervisor.pid}, to be ready or to end`
  await eventually(settled, { awaited, deadline: seconds(60), interval: 200 })
  return isAlive(supervisor)
}

const at = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1).padStart(5)} s`

function show(message: BootMessage): void {
  if (message.kind === 'step') print(`${at(message.milliseconds)}  ${message.step}`)
  if (message.kind === 'ready') print(`${at(message.milliseconds)}  ready`)
}

import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { lastLines } from '../process/last-lines.js'
import { ownProgram } from '../stack/repository.js'
import { StackFiles } from '../stack/stack-files.js'
import type { BootMessage } from '../supervisor/boot-progress.js'
import type { SupervisorArguments } from '../supervisor/main.js'
import { BootFailedError } from './boot-failed.error.js'

/**
 * Starts a supervisor as a process of its own and waits until its stack is ready.
 *
 * @throws BootFailedError when it does not become ready; nothing is left running then.
 */
export async function launchSupervisor(
  settings: SupervisorArguments,
  told: (message: BootMessage) => void,
): Promise<ChildProcess> {
  const log = new StackFiles(settings.directory).log('supervisor')
  mkdirSync(dirname(log), { recursive: true })
  const output = openSync(log, 'a')
  const child = spawn(process.execPath, [ownProgram('supervisor/main.js'), JSON.stringify(settings)], {
    stdio: ['ignore', output, output, 'ipc'],
    detached: true,
  })
  closeSync(output)
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      const message = `The supervisor ended (${signal ?? `code ${code}`}) while starting.${lastLines(log)}`
      reject(new BootFailedError({ code: 'supervisor_ended', message, advice: `Read its log: ${log}` }))
    })
    child.on('message', (message: BootMessage) => {
      told(message)
      if (message.kind === 'ready') resolve()
      if (message.kind === 'failed') reject(new BootFailedError(message.failure))
    })
  })
  return child
}

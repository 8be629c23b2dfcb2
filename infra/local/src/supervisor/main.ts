import { mkdirSync } from 'node:fs'
import { isBicoastalError } from '@bicoastal/kernel'
import { keptPasswords } from '../postgres/roles.js'
import { keptPeerSecret } from '../stack/peer-secret.js'
import { portPlan } from '../stack/port-plan.js'
import { ensureSigningKeys } from '../stack/signing-keys.js'
import type { StackSettings } from '../stack/stack-context.js'
import { StackFiles } from '../stack/stack-files.js'
import { EventLog } from '../supervision/event-log.js'
import { ProcessRecords } from '../supervision/process-records.js'
import { type BootFailure, type BootMessage, BootProgress } from './boot-progress.js'
import { Stack } from './stack.js'
import { Supervisor } from './supervisor.js'

/** What the supervisor is started with, as JSON in its only argument. */
export interface SupervisorArguments extends StackSettings {
  /** The stack ends when the process that started it ends. */
  readonly attached: boolean
}

const { attached, ...settings } = JSON.parse(process.argv[2] ?? '{}') as SupervisorArguments
const supervisor = await assemble()

// Only an order ends it, and it ends in order.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void supervisor.stop())
process.on('disconnect', () => {
  if (attached) void supervisor.stop()
})
// A moment later, so that whoever gave the order gets the answer.
void supervisor.stopped.then(() => setTimeout(() => process.exit(0), 100))

try {
  await supervisor.start(new BootProgress(tell))
} catch (error) {
  const failure = describe(error)
  // This process's own output is its log.
  process.stderr.write(`${failure.message}\n${error instanceof Error ? error.stack : ''}\n`)
  tell({ kind: 'failed', failure }, () => process.exit(1))
}

async function assemble(): Promise<Supervisor> {
  const files = new StackFiles(settings.directory)
  mkdirSync(settings.directory, { recursive: true })
  await ensureSigningKeys(files)
  const stack = new Stack({
    settings,
    files,
    ports: portPlan(settings.portOffset),
    passwords: { east: keptPasswords(files.passwords('east')), west: keptPasswords(files.passwords('west')) },
    peerSecret: keptPeerSecret(files.peerSecret),
    records: { events: new EventLog(files.events), processes: new ProcessRecords(files.processRecords) },
  })
  return new Supervisor(stack)
}

function tell(message: BootMessage, told: () => void = () => undefined): void {
  // Whoever started this may have gone; the stack goes on.
  if (process.connected) process.send?.(message, told)
  else told()
}

function describe(error: unknown): BootFailure {
  const message = error instanceof Error ? error.message : String(error)
  if (isBicoastalError(error)) return { code: error.code, message, advice: error.advice }
  return { code: 'unexpected', message, advice: `Read ${settings.directory}/logs/supervisor.log` }
}

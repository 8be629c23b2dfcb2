import { resolve } from 'node:path'
import { eventually, seconds } from '@bicoastal/kernel'
import type { StackInfo } from '../control/stack-info.js'
import { type PortClaim, claimPorts } from '../ports/port-claim.js'
import { portPlan, portUses } from '../stack/port-plan.js'
import { isAlive } from '../process/process-identity.js'
import { livingSupervisor } from '../supervisor/supervisor-record.js'
import { launchSupervisor } from './launch-supervisor.js'
import { StackClient } from './stack-client.js'

/** How to start a stack from a program. */
export interface StartStackOptions {
  /** Where it keeps everything; short enough for a unix socket below it. */
  readonly directory: string
  /** Moves all ports. Default: an offset that is free, and claimed until the stack is stopped. */
  readonly portOffset?: number
  /** Extra environment of api, worker, relay, keeper and migrations: `LOG_LEVEL`, `TRACES`, `OTEL_EXPORTER_OTLP_ENDPOINT`, ... */
  readonly environment?: Readonly<Record<string, string>>
  /** No migrations and no applications. Default false. */
  readonly infrastructureOnly?: boolean
}

/** A running stack that belongs to this process. */
export interface StackHandle {
  readonly client: StackClient
  readonly info: StackInfo
  /** The supervisor's pid, for tests of its death. */
  readonly pid: number
  /** Stops everything in order. Repeatable; also after the supervisor has died. */
  stop(): Promise<void>
}

/** Offsets for stacks of programs; their ports lie between those of single servers and of outgoing connections. */
const OFFSETS = { from: 10_500, to: 24_000, step: 300 } as const

/**
 * Starts both regions and waits until they are ready. The stack stops when this process ends, however it ends.
 *
 * @throws BootFailedError naming the part and its log; nothing is left running then.
 */
export async function startStack(options: StartStackOptions): Promise<StackHandle> {
  const claim = options.portOffset === undefined ? await claimPortOffset() : undefined
  const directory = resolve(options.directory)
  const settings = {
    directory,
    portOffset: options.portOffset ?? (claim?.first as number),
    environment: options.environment ?? {},
    infrastructureOnly: options.infrastructureOnly ?? false,
    attached: true,
  }
  const client = new StackClient(directory)
  try {
    const child = await launchSupervisor(settings, () => undefined)
    const info = await client.info()
    // Nobody waits for the supervisor at the end of this process: losing its parent stops it.
    child.unref()
    return { client, info, pid: info.pid, stop: () => stopStack(client).finally(() => claim?.release()) }
  } catch (error) {
    claim?.release()
    throw error
  }
}

/**
 * Claims a port offset at which a whole stack finds its ports free.
 *
 * @throws NoFreePortError when there is none.
 */
export function claimPortOffset(): Promise<PortClaim> {
  return claimPorts({ ...OFFSETS, ports: portUses(portPlan(0)).map(({ port }) => port) })
}

/** Stops a running stack and waits until its supervisor has ended; nothing happens when there is none. */
export async function stopStack(client: StackClient): Promise<void> {
  const supervisor = livingSupervisor(client.files.supervisorRecord)
  if (!supervisor) return
  await client.stop()
  await eventually(() => !isAlive(supervisor), { awaited: 'the supervisor to end', deadline: seconds(10) })
}

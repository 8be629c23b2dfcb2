import { readFileSync } from 'node:fs'

/** A process for ever: a pid alone is reused by the system, also after a reboot. */
export interface ProcessIdentity {
  readonly pid: number
  /** Clock ticks after boot at which the process started. */
  readonly startedAt: string
  /** The boot of the machine that `startedAt` counts from. */
  readonly bootId: string
}

/** Identifies a living process, or `undefined` when there is none with that pid. Zombies count as dead. */
export function identify(pid: number): ProcessIdentity | undefined {
  const fields = statFields(pid)
  const [state, startedAt] = [fields?.[0], fields?.[19]]
  if (state === undefined || startedAt === undefined || state === 'Z' || state === 'X') return undefined
  return { pid, startedAt, bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() }
}

/** True while exactly the process that was recorded is alive. */
export function isAlive(recorded: ProcessIdentity): boolean {
  const now = identify(recorded.pid)
  return now !== undefined && now.startedAt === recorded.startedAt && now.bootId === recorded.bootId
}

/** The fields of /proc/<pid>/stat after the program's name, which may itself contain spaces and brackets. */
function statFields(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    // The process is gone, or was never there.
    return undefined
  }
}

import { readdirSync, readFileSync } from 'node:fs'

/** All descendants of `root`, nearest first. A snapshot: what forks meanwhile is missed. */
export function descendantsOf(root: number): number[] {
  const found: number[] = []
  for (let queue = [root]; queue.length > 0;) {
    queue = queue.flatMap(childrenOf)
    found.push(...queue)
  }
  return found
}

/**
 * SIGKILLs a process and all its descendants. Killing only Postgres' first process leaves its backends running for a
 * moment, in which the shared memory is held and a restart is refused.
 */
export function killTree(root: number): void {
  // Stopped first, so that it cannot fork while its children are being listed.
  signal(root, 'SIGSTOP')
  const descendants = descendantsOf(root)
  for (const pid of [root, ...descendants]) signal(pid, 'SIGKILL')
}

/** Freezes (SIGSTOP) or thaws (SIGCONT) a process and all its descendants. */
export function signalTree(root: number, name: 'SIGSTOP' | 'SIGCONT'): void {
  for (const pid of [root, ...descendantsOf(root)]) signal(pid, name)
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    )
  } catch {
    // It died while being looked at; it has no children any more.
    return []
  }
}

/** Sends a signal; a process that is already gone is not an error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

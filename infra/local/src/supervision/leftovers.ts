import { setTimeout as delay } from 'node:timers/promises'
import { isAlive } from '../process/process-identity.js'
import { killTree, signal } from '../process/process-tree.js'
import { ProcessRecords } from './process-records.js'

const GRACE_MS = 5000

/**
 * Ends what a dead supervisor has left running, and returns the names of those parts. Programs are asked to stop by
 * the system when their supervisor dies; this waits for them, asks again, and finally kills. A process that merely
 * has the pid of one that was recorded, after a reboot for instance, is left alone.
 */
export async function endLeftovers(recordsFile: string): Promise<string[]> {
  const leftovers = Object.entries(ProcessRecords.read(recordsFile)).filter(([, identity]) => isAlive(identity))
  await Promise.all(
    leftovers.map(async ([, identity]) => {
      signal(identity.pid, 'SIGCONT')
      signal(identity.pid, 'SIGINT')
      const giveUpAt = performance.now() + GRACE_MS
      while (isAlive(identity) && performance.now() < giveUpAt) await delay(50)
      if (isAlive(identity)) killTree(identity.pid)
      while (isAlive(identity)) await delay(20)
    }),
  )
  return leftovers.map(([name]) => name)
}

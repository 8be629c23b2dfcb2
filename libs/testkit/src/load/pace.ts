import { setTimeout as delay } from 'node:timers/promises'

/**
 * Starts `perSecond` calls of `attempt` every second until `signal` aborts, then waits for those under way. It never
 * waits for one before it starts the next: a service that hangs must not slow down the load that measures it.
 */
export async function pace(perSecond: number, attempt: () => Promise<void>, signal: AbortSignal): Promise<void> {
  const underWay = new Set<Promise<void>>()
  const startedAt = performance.now()
  for (let count = 0; !signal.aborted; count++) {
    const dueIn = startedAt + (count * 1000) / perSecond - performance.now()
    if (dueIn > 0) await delay(dueIn, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) break
    const running = attempt().finally(() => underWay.delete(running))
    underWay.add(running)
  }
  await Promise.all(underWay)
}

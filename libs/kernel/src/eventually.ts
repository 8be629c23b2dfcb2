import { setTimeout as delay } from 'node:timers/promises'
import { ConditionNotMetError } from './condition-not-met.error.js'
import type { Milliseconds } from './duration.js'
import { seconds } from './duration.js'

/** How long and how often {@link eventually} tries. */
export interface EventuallyOptions {
  /** What is awaited, as the error names it: "east's standby to stream". */
  readonly awaited: string
  /** Give up after this long. Default 10 s. */
  readonly deadline?: Milliseconds
  /** Pause between attempts. Default 50 ms. */
  readonly interval?: Milliseconds
}

/**
 * Calls `attempt` until it returns something other than `false`, `null` or `undefined`, and returns that.
 * An attempt that throws counts as "not yet"; its error becomes the cause of the final one.
 *
 * @throws ConditionNotMetError when the deadline passes, naming what was awaited.
 */
export async function eventually<T>(
  attempt: () => T | Promise<T>,
  options: EventuallyOptions,
): Promise<Exclude<Awaited<T>, false | null | undefined>> {
  const deadline = options.deadline ?? seconds(10)
  const giveUpAt = performance.now() + deadline
  let cause: unknown
  do {
    try {
      const outcome = await attempt()
      cause = undefined
      if (outcome !== false && outcome !== null && outcome !== undefined) {
        return outcome as Exclude<Awaited<T>, false | null | undefined>
      }
    } catch (error) {
      cause = error
    }
    await delay(options.interval ?? 50)
  } while (performance.now() < giveUpAt)
  throw new ConditionNotMetError(options.awaited, deadline, cause)
}

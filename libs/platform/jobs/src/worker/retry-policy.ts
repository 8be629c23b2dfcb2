import { type Milliseconds, minutes } from '@bicoastal/kernel'

/** How often a job is tried, and how long it rests in between. */
export interface RetryPolicy {
  /** Attempts in all; after the last the job is `failed`. */
  readonly attempts: number
  /** The rest after the first failure; it doubles with every further one. */
  readonly firstRest: Milliseconds
  readonly longestRest: Milliseconds
}

/** Injection token of the {@link RetryPolicy}. */
export const RETRY_POLICY = Symbol('bicoastal:retry-policy')

/** Twelve attempts over about nine minutes: long enough for a failover, short enough to hear of a bug the same hour. */
export const DEFAULT_RETRY_POLICY: RetryPolicy = { attempts: 12, firstRest: 250, longestRest: minutes(5) }

/** The rest after `failures` failed attempts, drawn from the upper half so that jobs that failed together spread out. */
export function restAfter(policy: RetryPolicy, failures: number, random: () => number = Math.random): Milliseconds {
  const ceiling = Math.min(policy.longestRest, policy.firstRest * 2 ** (failures - 1))
  return Math.round(ceiling / 2 + (random() * ceiling) / 2)
}

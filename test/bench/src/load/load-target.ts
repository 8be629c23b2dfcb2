import type { Milliseconds } from '@bicoastal/kernel'

/** Requests that are alike but for their paths. */
export interface LoadTarget {
  /** `http://<host>:<port>`. */
  readonly origin: string
  /** Asked for in turn; each connection begins at another one, so that they do not ask for the same at the same time. */
  readonly paths: readonly string[]
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** How hard and how long. */
export interface LoadOptions {
  readonly durationSeconds: number
  /** Requests under way at once. */
  readonly connections: number
}

/** What one round of load measured. */
export interface LoadResult {
  readonly requestsPerSecond: number
  readonly latencyP50: Milliseconds
  readonly latencyP99: Milliseconds
  readonly requests: number
}

import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import type { Milliseconds } from '@bicoastal/kernel'
import { LoadFailedError } from './load-failed.error.js'

const run = promisify(execFile)
const program = createRequire(import.meta.url).resolve('autocannon')

/** Requests that are all alike. */
export interface LoadTarget {
  readonly url: string
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** How hard and how long. */
export interface LoadOptions {
  readonly durationSeconds: number
  /** Requests under way at once. */
  readonly connections: number
  /** Requests per second over all connections; as many as they can where absent. */
  readonly perSecond?: number
}

/** What one round of load measured. */
export interface LoadResult {
  readonly requestsPerSecond: number
  readonly latencyP50: Milliseconds
  readonly latencyP99: Milliseconds
  readonly requests: number
}

interface AutocannonResult {
  readonly '2xx': number
  readonly non2xx: number
  readonly errors: number
  readonly timeouts: number
  readonly duration: number
  readonly latency: { readonly p50: number; readonly p99: number }
}

/**
 * Loads `target` from a process of its own, so that making the load does not take time from what is measured.
 *
 * @throws LoadFailedError when any request failed: a ratio of errors means nothing.
 */
export async function load(target: LoadTarget, options: LoadOptions): Promise<LoadResult> {
  const headers = Object.entries(target.headers ?? {}).flatMap(([name, value]) => ['--headers', `${name}=${value}`])
  const body = target.body === undefined ? [] : ['--body', target.body]
  const { durationSeconds, connections, perSecond } = options
  const pace = ['--duration', `${durationSeconds}`, '--connections', `${connections}`]
  if (perSecond !== undefined) pace.push('--overallRate', `${perSecond}`)
  const method = ['--method', target.method]
  const { stdout } = await run(process.execPath, [
    program,
    '--json',
    ...pace,
    ...method,
    ...headers,
    ...body,
    target.url,
  ])
  const result = JSON.parse(stdout) as AutocannonResult
  const failed = result.non2xx + result.errors + result.timeouts
  if (failed > 0 || result['2xx'] === 0) throw new LoadFailedError(target.url, failed, result['2xx'])
  return {
    requestsPerSecond: result['2xx'] / result.duration,
    latencyP50: result.latency.p50,
    latencyP99: result.latency.p99,
    requests: result['2xx'],
  }
}

import { execFile } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { LoadFailedError } from './load-failed.error.js'
import type { LoadOptions, LoadResult, LoadTarget } from './load-target.js'

const run = promisify(execFile)
// Compiled beside its compiled starter; in a test both are sources, which Node runs as they are.
const program = fileURLToPath(new URL(`./load-program${extname(import.meta.url)}`, import.meta.url))

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
  const { stdout } = await run(process.execPath, [program, JSON.stringify({ target, options })])
  const result = JSON.parse(stdout) as AutocannonResult
  const failed = result.non2xx + result.errors + result.timeouts
  if (failed > 0 || result['2xx'] === 0) throw new LoadFailedError(target.origin, failed, result['2xx'])
  return {
    requestsPerSecond: result['2xx'] / result.duration,
    latencyP50: result.latency.p50,
    latencyP99: result.latency.p99,
    requests: result['2xx'],
  }
}

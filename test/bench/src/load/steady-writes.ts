import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { LoadFailedError } from './load-failed.error.js'
import type { LoadResult } from './load-target.js'

const run = promisify(execFile)
const program = fileURLToPath(new URL('./steady-program.js', import.meta.url))

/** Where, as whom, how fast and how long. */
export interface SteadyOptions {
  readonly origin: string
  readonly token: string
  readonly perSecond: number
  readonly durationSeconds: number
}

/** What was measured; latencies are those of acknowledged writes. */
export interface SteadyResult extends LoadResult {
  readonly failed: number
}

/**
 * Creates products at a fixed pace through one edge, from a process of its own. Every write is a row of its own.
 *
 * @throws LoadFailedError when any write failed.
 */
export async function steadyWrites(options: SteadyOptions): Promise<LoadResult> {
  const { stdout } = await run(process.execPath, [program, JSON.stringify(options)])
  const result = JSON.parse(stdout) as SteadyResult
  if (result.failed > 0) throw new LoadFailedError(options.origin, result.failed, result.requests)
  return result
}

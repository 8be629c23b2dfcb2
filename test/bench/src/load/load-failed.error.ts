import { BicoastalError } from '@bicoastal/kernel'

/** Requests of a benchmark failed, so there is nothing to compare. */
export class LoadFailedError extends BicoastalError {
  readonly code = 'load_failed'
  readonly advice = 'Send one such request by hand and read the log of the server; nothing was measured.'

  constructor(url: string, failed: number, succeeded: number) {
    super(`Of the requests to ${url} ${failed} failed and ${succeeded} succeeded.`)
  }
}

/** True when `error` says that requests of a benchmark failed. */
export function isLoadFailedError(error: unknown): error is LoadFailedError {
  return error instanceof LoadFailedError
}

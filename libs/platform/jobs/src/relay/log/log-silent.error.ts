import { BicoastalError, type Milliseconds } from '@bicoastal/kernel'

/** The server sends nothing, not even the answers it was asked for: it is frozen, or the network is cut. */
export class LogSilentError extends BicoastalError {
  readonly code = 'log_silent'
  readonly advice = "Look at the region's primary and at its edge; the relay goes on trying by itself."

  constructor(silence: Milliseconds) {
    super(`The write-ahead log has been silent for ${silence} ms, so its connection is given up.`)
  }
}

/** True when `error` says that the server stopped sending its log. */
export function isLogSilentError(error: unknown): error is LogSilentError {
  return error instanceof LogSilentError
}

import { BicoastalError } from '@bicoastal/kernel'

/** A part of the stack did not start, or ended when it should not have. */
export class PartFailedError extends BicoastalError {
  readonly code = 'part_failed'
  readonly advice: string

  constructor(
    readonly part: string,
    what: string,
    readonly logFile: string,
    cause?: unknown,
  ) {
    super(`${part} ${what}`, { cause })
    this.advice = `Read its log: ${logFile}`
  }
}

/** True when `error` says that a part of the stack failed. */
export function isPartFailedError(error: unknown): error is PartFailedError {
  return error instanceof PartFailedError
}

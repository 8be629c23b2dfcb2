import { BicoastalError } from '@bicoastal/kernel'
import type { BootFailure } from '../supervisor/boot-progress.js'

/** The stack did not start; nothing of it is running. Code, message and advice are those of what failed. */
export class BootFailedError extends BicoastalError {
  readonly code: string
  readonly advice: string

  constructor(failure: BootFailure) {
    super(failure.message)
    this.code = failure.code
    this.advice = failure.advice
  }
}

/** True when `error` says that a stack did not start. */
export function isBootFailedError(error: unknown): error is BootFailedError {
  return error instanceof BootFailedError
}

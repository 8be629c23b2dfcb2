import { BicoastalError } from './bicoastal-error.js'
import type { Milliseconds } from './duration.js'

/** Something that was waited for did not happen before its deadline. */
export class ConditionNotMetError extends BicoastalError {
  readonly code = 'condition_not_met'
  readonly advice = 'Read the log of the part that was awaited; it never reached the state named here.'

  constructor(awaited: string, deadline: Milliseconds, cause: unknown) {
    const last = cause instanceof Error ? `; the last attempt failed: ${cause.message}` : ''
    super(`Waited ${deadline} ms for ${awaited}, which did not happen${last}.`, { cause })
  }
}

/** True when `error` says that an awaited condition was not met in time. */
export function isConditionNotMetError(error: unknown): error is ConditionNotMetError {
  return error instanceof ConditionNotMetError
}

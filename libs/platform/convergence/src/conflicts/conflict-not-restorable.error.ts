import { BicoastalError } from '@bicoastal/kernel'
import type { Conflict } from './conflict.js'

/** The loser of a conflict cannot be written again. */
export class ConflictNotRestorableError extends BicoastalError {
  /** As callers are told of it. */
  static readonly definition = {
    code: 'conflict_not_restorable',
    status: 409,
    title: 'What lost cannot be written again',
    advice: 'Decide by hand what is to happen with the value that lost; the conflict stays in the inbox.',
  } as const
  readonly code = ConflictNotRestorableError.definition.code
  readonly status = ConflictNotRestorableError.definition.status
  readonly title = ConflictNotRestorableError.definition.title
  readonly advice = ConflictNotRestorableError.definition.advice

  constructor({ table, unit, policy }: Conflict, reason: string, cause?: unknown) {
    super(`The loser in ${unit} of ${table} (${policy}) cannot be restored: ${reason}.`, { cause })
  }
}

/** True when `error` says that the loser of a conflict cannot be written again. */
export function isConflictNotRestorableError(error: unknown): error is ConflictNotRestorableError {
  return error instanceof ConflictNotRestorableError
}

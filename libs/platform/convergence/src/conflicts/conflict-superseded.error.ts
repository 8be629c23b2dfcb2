import { BicoastalError } from '@bicoastal/kernel'
import type { Conflict } from './conflict.js'

/** The row was written again since the conflict: restoring the loser would overwrite a value that nobody decided about. */
export class ConflictSupersededError extends BicoastalError {
  /** As callers are told of it. */
  static readonly definition = {
    code: 'conflict_superseded',
    status: 409,
    title: 'The row was written again since the conflict',
    advice: 'Read the row as it is now; if the old value is still wanted, write it as an ordinary change.',
  } as const
  readonly code = ConflictSupersededError.definition.code
  readonly status = ConflictSupersededError.definition.status
  readonly title = ConflictSupersededError.definition.title
  readonly advice = ConflictSupersededError.definition.advice

  constructor({ table, unit }: Conflict) {
    super(`${unit} of the row of ${table} no longer has the value that won; it was written again, or restored already.`)
  }
}

/** True when `error` says that a row was written again since its conflict. */
export function isConflictSupersededError(error: unknown): error is ConflictSupersededError {
  return error instanceof ConflictSupersededError
}

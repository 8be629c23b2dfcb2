import { BicoastalError } from '@bicoastal/kernel'

/** No conflict has this id in this region's inbox. */
export class ConflictNotFoundError extends BicoastalError {
  readonly code = 'conflict_not_found'
  readonly status = 404
  readonly advice =
    'List the conflicts of both regions: each notes those that it merged itself, and old ones are removed after a while.'

  constructor(id: string) {
    super(`This region's inbox holds no conflict ${id}.`)
  }
}

/** True when `error` says that a conflict is unknown. */
export function isConflictNotFoundError(error: unknown): error is ConflictNotFoundError {
  return error instanceof ConflictNotFoundError
}

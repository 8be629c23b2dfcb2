import { BicoastalError } from '@bicoastal/kernel'

/** No conflict has this id in this region's inbox. */
export class ConflictNotFoundError extends BicoastalError {
  /** As callers are told of it. */
  static readonly definition = {
    code: 'conflict_not_found',
    status: 404,
    title: 'There is no such conflict here',
    advice:
      'List the conflicts of both regions: each notes those that it merged itself, and old ones are removed after a while.',
  } as const
  readonly code = ConflictNotFoundError.definition.code
  readonly status = ConflictNotFoundError.definition.status
  readonly title = ConflictNotFoundError.definition.title
  readonly advice = ConflictNotFoundError.definition.advice

  constructor(id: string) {
    super(`This region's inbox holds no conflict ${id}.`)
  }
}

/** True when `error` says that a conflict is unknown. */
export function isConflictNotFoundError(error: unknown): error is ConflictNotFoundError {
  return error instanceof ConflictNotFoundError
}

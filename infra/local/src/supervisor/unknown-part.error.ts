import { BicoastalError } from '@bicoastal/kernel'

/** A part was named that the stack does not have. */
export class UnknownPartError extends BicoastalError {
  readonly code = 'unknown_part'
  readonly advice = 'Run ./scripts/status for the names of all parts.'

  constructor(name: string) {
    super(`The stack has no part named "${name}".`)
  }
}

/** True when `error` says that a part is unknown. */
export function isUnknownPartError(error: unknown): error is UnknownPartError {
  return error instanceof UnknownPartError
}

import { BicoastalError } from '@bicoastal/kernel'

/** A database did not answer in time. Trying again later may help. */
export class DatabaseUnreachableError extends BicoastalError {
  readonly code = 'database_unreachable'

  constructor(
    which: string,
    cause: unknown,
    readonly advice: string,
  ) {
    super(`${which} cannot be reached: ${reasonOf(cause)}`, { cause })
  }
}

/** A refused connection to a name with several addresses is an AggregateError whose own message is empty. */
function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join('; ')
  return cause instanceof Error ? cause.message : String(cause)
}

/** True when `error` says that a database did not answer. */
export function isDatabaseUnreachableError(error: unknown): error is DatabaseUnreachableError {
  return error instanceof DatabaseUnreachableError
}

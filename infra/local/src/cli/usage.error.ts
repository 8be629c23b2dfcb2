import { BicoastalError } from '@bicoastal/kernel'

/** A command was called with arguments it does not understand. */
export class UsageError extends BicoastalError {
  readonly code = 'usage'

  constructor(
    message: string,
    readonly advice = 'Run it again with --help.',
  ) {
    super(message)
  }
}

/** True when `error` says that a command was called wrongly. */
export function isUsageError(error: unknown): error is UsageError {
  return error instanceof UsageError
}

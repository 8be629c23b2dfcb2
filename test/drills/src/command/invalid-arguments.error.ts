import { BicoastalError } from '@bicoastal/kernel'

/** The command line asks for something that does not exist. */
export class InvalidArgumentsError extends BicoastalError {
  readonly code = 'invalid_arguments'
  readonly advice =
    'Usage: ./scripts/drill NAME|all [--target local] [--seed N] [--duration SECONDS]; ./scripts/drill list'
}

/** True when `error` says that the command line cannot be understood. */
export function isInvalidArgumentsError(error: unknown): error is InvalidArgumentsError {
  return error instanceof InvalidArgumentsError
}

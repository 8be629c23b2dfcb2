import { BicoastalError } from '@bicoastal/kernel'

/** The supervisor was asked for something it does not know. */
export class UnknownRouteError extends BicoastalError {
  readonly code = 'unknown_route'
  readonly advice = 'Use ./scripts/status, or the version of the client that belongs to the running stack.'

  constructor(asked: string) {
    super(`The supervisor does not know ${asked}.`)
  }
}

/** True when `error` says that a supervisor was asked for something unknown. */
export function isUnknownRouteError(error: unknown): error is UnknownRouteError {
  return error instanceof UnknownRouteError
}

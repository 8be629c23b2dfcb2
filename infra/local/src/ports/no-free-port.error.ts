import { BicoastalError } from '@bicoastal/kernel'

/** Every port of a range is claimed or in use. */
export class NoFreePortError extends BicoastalError {
  readonly code = 'no_free_port'
  readonly advice = 'Stop other stacks and test runs on this machine.'

  constructor(from: number, to: number) {
    super(`No free ports were found between ${from} and ${to}; the server cannot be started.`)
  }
}

/** True when `error` says that no port was free. */
export function isNoFreePortError(error: unknown): error is NoFreePortError {
  return error instanceof NoFreePortError
}

import { BicoastalError } from '@bicoastal/kernel'

/** An order to the supervisor has a value that cannot be carried out. */
export class InvalidOrderError extends BicoastalError {
  readonly code = 'invalid_order'
  readonly advice: string

  constructor(property: string, expected: string) {
    super(`The order's ${property} is wrong; nothing was done.`)
    this.advice = `Give ${property} as ${expected}.`
  }
}

/** True when `error` says that an order could not be understood. */
export function isInvalidOrderError(error: unknown): error is InvalidOrderError {
  return error instanceof InvalidOrderError
}

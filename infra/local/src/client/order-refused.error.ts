import { BicoastalError } from '@bicoastal/kernel'

/** The supervisor did not carry out an order; code, message and advice are its own. */
export class OrderRefusedError extends BicoastalError {
  constructor(
    readonly code: string,
    message: string,
    readonly advice: string,
  ) {
    super(message)
  }
}

/** True when `error` says that the supervisor refused an order. */
export function isOrderRefusedError(error: unknown): error is OrderRefusedError {
  return error instanceof OrderRefusedError
}

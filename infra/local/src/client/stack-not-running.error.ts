import { BicoastalError } from '@bicoastal/kernel'

/** There is no supervisor to speak to. */
export class StackNotRunningError extends BicoastalError {
  readonly code = 'stack_not_running'
  readonly advice = 'Start it: ./scripts/up'

  constructor(socket: string, cause: unknown) {
    super(`No stack is running: nobody answers at ${socket}.`, { cause })
  }
}

/** True when `error` says that no stack is running. */
export function isStackNotRunningError(error: unknown): error is StackNotRunningError {
  return error instanceof StackNotRunningError
}

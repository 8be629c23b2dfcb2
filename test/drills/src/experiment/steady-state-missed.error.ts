import { BicoastalError } from '@bicoastal/kernel'

/** Requests failed before the fault, or only one region served them. */
export class SteadyStateMissedError extends BicoastalError {
  readonly code = 'steady_state_missed'
  readonly advice = 'Look at ./scripts/status and at the history in the report; repair that before drilling.'

  constructor(fault: string) {
    super(`The system was not in a steady state before the fault: ${fault}`)
  }
}

/** True when `error` says that a drill found no steady state to disturb. */
export function isSteadyStateMissedError(error: unknown): error is SteadyStateMissedError {
  return error instanceof SteadyStateMissedError
}

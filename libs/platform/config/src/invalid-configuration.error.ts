import { BicoastalError } from '@bicoastal/kernel'
import type { ConfigurationFault } from './variable.js'

/** The environment does not hold what the process needs. Lists every fault, shows no value. */
export class InvalidConfigurationError extends BicoastalError {
  readonly code = 'invalid_configuration'
  readonly advice = 'Correct the variables named here and start again. Their values are not shown, they may be secret.'

  constructor(readonly faults: readonly ConfigurationFault[]) {
    const lines = faults.map(({ variable, fault }) => `  ${variable} ${fault}`)
    const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`
    super(`The configuration has ${count}, so the process does not start:\n${lines.join('\n')}`)
  }
}

/** True when `error` says that the environment is not what the process needs. */
export function isInvalidConfigurationError(error: unknown): error is InvalidConfigurationError {
  return error instanceof InvalidConfigurationError
}

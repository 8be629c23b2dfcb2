import { BicoastalError } from '@bicoastal/kernel'

/** A fault for the link between regions was asked for that it cannot produce. */
export class InvalidLinkFaultError extends BicoastalError {
  readonly code = 'invalid_link_fault'
  readonly advice: string

  constructor(property: string, allowed: string) {
    super(`The link's ${property} is out of range; nothing was changed.`)
    this.advice = `Give ${property} as ${allowed}.`
  }
}

/** True when `error` says that a fault was out of range. */
export function isInvalidLinkFaultError(error: unknown): error is InvalidLinkFaultError {
  return error instanceof InvalidLinkFaultError
}

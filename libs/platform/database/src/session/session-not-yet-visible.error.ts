import { BicoastalError } from '@bicoastal/kernel'

/** The caller wants no answer that is older than what it has seen, and what it has seen is not here yet. */
export class SessionNotYetVisibleError extends BicoastalError {
  readonly code = 'session_not_yet_visible'
  readonly advice =
    'Repeat the request after the seconds in retry-after or send it to the region that issued the token; without x-consistency: strict it is answered from the freshest copy.'
  /** The HTTP status that says the same. */
  readonly status = 503
  /** Whole seconds after which a caller may try again. */
  readonly retryAfter = 1

  constructor() {
    super('What the session token stands for is not visible here yet.')
  }
}

/** True when a strict request was refused because its session is ahead of this region. */
export function isSessionNotYetVisibleError(error: unknown): error is SessionNotYetVisibleError {
  return error instanceof SessionNotYetVisibleError
}

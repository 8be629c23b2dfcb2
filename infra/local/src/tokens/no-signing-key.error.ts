import { BicoastalError } from '@bicoastal/kernel'

/** There is no stack here, so there is no key to sign a development token with. */
export class NoSigningKeyError extends BicoastalError {
  readonly code = 'no_signing_key'
  readonly advice = 'Start the stack first with ./scripts/up, or name its directory with --directory.'

  constructor(file: string, cause: unknown) {
    super(`The key that signs development tokens cannot be read from ${file}.`, { cause })
  }
}

/** True when there was no key to sign a development token with. */
export function isNoSigningKeyError(error: unknown): error is NoSigningKeyError {
  return error instanceof NoSigningKeyError
}

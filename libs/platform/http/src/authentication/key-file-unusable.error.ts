import { BicoastalError } from '@bicoastal/kernel'

/** The file of public keys is missing or is none; nobody could ever be authenticated. */
export class KeyFileUnusableError extends BicoastalError {
  readonly code = 'key_file_unusable'
  readonly advice = 'Let JWT_KEY_FILE name a readable JSON Web Key Set: {"keys":[...]} with public keys.'

  constructor(path: string, cause: unknown) {
    super(`The keys that tokens are verified with could not be read from ${path}.`, { cause })
  }
}

/** True when the file of public keys cannot be used. */
export function isKeyFileUnusableError(error: unknown): error is KeyFileUnusableError {
  return error instanceof KeyFileUnusableError
}

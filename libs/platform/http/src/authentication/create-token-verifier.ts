import type { AuthenticationConfig } from '@bicoastal/config'
import { systemClock } from '@bicoastal/kernel'
import { createLocalJWKSet } from 'jose'
import { KeyFileUnusableError } from './key-file-unusable.error.js'
import { KeyRing, type KeySource, keysFromFile, keysFromUrl } from './key-ring.js'
import { TokenVerifier } from './token-verifier.js'

/**
 * The verifier that the configuration describes. A key server may be down at start, as at any time.
 *
 * @throws KeyFileUnusableError when keys come from a file and it has none.
 */
export async function createTokenVerifier(config: AuthenticationConfig): Promise<TokenVerifier> {
  return new TokenVerifier(new KeyRing(await keySource(config), systemClock), config, systemClock)
}

async function keySource({ keyFile, jwksUrl }: AuthenticationConfig): Promise<KeySource> {
  if (jwksUrl !== undefined) return keysFromUrl(jwksUrl)
  const path = keyFile ?? ''
  const source = keysFromFile(path)
  try {
    createLocalJWKSet(await source())
  } catch (error) {
    throw new KeyFileUnusableError(path, error)
  }
  return source
}

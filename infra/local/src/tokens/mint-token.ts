import { readFile } from 'node:fs/promises'
import { type Milliseconds, minutes } from '@bicoastal/kernel'
import { type JWK, SignJWT, importJWK } from 'jose'
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from '../stack/signing-keys.js'
import type { StackFiles } from '../stack/stack-files.js'
import { NoSigningKeyError } from './no-signing-key.error.js'

/** What a development token says. */
export interface TokenContent {
  readonly roles: readonly string[]
  readonly subject: string
  /** Default one hour. */
  readonly validFor?: Milliseconds
}

/**
 * A token that the services of a stack believe, signed with that stack's own key.
 *
 * @throws NoSigningKeyError when the stack was never started.
 */
export async function mintToken(files: StackFiles, { roles, subject, validFor }: TokenContent): Promise<string> {
  const jwk = await readKey(files.privateKey)
  const now = Math.floor(Date.now() / 1000)
  return new SignJWT({ roles })
    .setProtectedHeader({ alg: 'EdDSA', ...(jwk.kid !== undefined && { kid: jwk.kid }) })
    .setSubject(subject)
    .setIssuer(TOKEN_ISSUER)
    .setAudience(TOKEN_AUDIENCE)
    .setIssuedAt(now)
    .setExpirationTime(now + (validFor ?? minutes(60)) / 1000)
    .sign(await importJWK(jwk, 'EdDSA'))
}

async function readKey(file: string): Promise<JWK> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as JWK
  } catch (error) {
    throw new NoSigningKeyError(file, error)
  }
}

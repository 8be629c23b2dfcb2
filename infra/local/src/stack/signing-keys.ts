import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import type { StackFiles } from './stack-files.js'

/** What tokens of this stack say, and the services expect. */
export const TOKEN_ISSUER = 'bicoastal-local'
export const TOKEN_AUDIENCE = 'bicoastal'

/**
 * Makes the EdDSA key pair of a stack once: the public half as a JWKS file for the services, the private half as a JWK
 * that only its owner can read, for development tokens.
 */
export async function ensureSigningKeys(files: StackFiles): Promise<void> {
  if (existsSync(files.publicKeys)) return
  const pair = await generateKeyPair('EdDSA', { extractable: true })
  const [publicJwk, privateJwk] = await Promise.all([exportJWK(pair.publicKey), exportJWK(pair.privateKey)])
  const kid = await calculateJwkThumbprint(publicJwk)
  mkdirSync(dirname(files.publicKeys), { recursive: true })
  writeFileSync(files.privateKey, JSON.stringify({ ...privateJwk, kid, alg: 'EdDSA' }), { mode: 0o600 })
  // Last: its presence says that both are there.
  writeFileSync(files.publicKeys, JSON.stringify({ keys: [{ ...publicJwk, kid, alg: 'EdDSA', use: 'sig' }] }))
}

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Milliseconds, minutes } from '@bicoastal/kernel'
import { SignJWT, type CryptoKey, exportJWK, generateKeyPair } from 'jose'

/** A role of the contract, as a token carries it. */
export type TokenRole = 'customer' | 'merchant' | 'ops'

/** What a token says. */
export interface TokenClaims {
  readonly roles?: readonly TokenRole[]
  /** Default: a customer of the tests. */
  readonly subject?: string
  /** How long it is valid; negative for one that has expired. Default 1 hour. */
  readonly validFor?: Milliseconds
  readonly issuer?: string
  readonly audience?: string
}

/** Signs tokens with a key of its own. */
export class TokenIssuer {
  static readonly issuer = 'bicoastal-local'
  static readonly audience = 'bicoastal'

  private constructor(
    /** The JWKS file with the public key, for `JWT_KEY_FILE`. */
    readonly keyFile: string,
    private readonly privateKey: CryptoKey,
  ) {}

  /** Makes an Ed25519 key pair and writes the public half as a JWKS file into `directory`. */
  static async create(directory: string): Promise<TokenIssuer> {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' })
    const keyFile = join(directory, 'public-keys.json')
    const key = { ...(await exportJWK(publicKey)), kid: 'testkit', alg: 'EdDSA', use: 'sig' }
    writeFileSync(keyFile, JSON.stringify({ keys: [key] }))
    return new TokenIssuer(keyFile, privateKey)
  }

  /** A signed token, to be sent as `Authorization: Bearer <token>`. */
  token(claims: TokenClaims = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1000)
    return new SignJWT({ roles: claims.roles ?? [] })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'testkit' })
      .setSubject(claims.subject ?? 'testkit-customer')
      .setIssuer(claims.issuer ?? TokenIssuer.issuer)
      .setAudience(claims.audience ?? TokenIssuer.audience)
      .setIssuedAt(now)
      .setExpirationTime(now + (claims.validFor ?? minutes(60)) / 1000)
      .sign(this.privateKey)
  }
}

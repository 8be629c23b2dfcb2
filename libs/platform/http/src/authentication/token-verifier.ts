import type { AuthenticationConfig } from '@bicoastal/config'
import { type Clock, type Milliseconds, seconds } from '@bicoastal/kernel'
import { type JWTPayload, errors, jwtVerify } from 'jose'
import type { Caller } from './caller.js'
import { text } from '../validation/text.js'
import type { KeyRing } from './key-ring.js'
import { UnauthenticatedError } from './unauthenticated.error.js'

/** Asymmetric only: with HS256 allowed, our public key would be a valid secret. */
const ALGORITHMS = ['EdDSA', 'Ed25519', 'RS256']
const CLOCK_TOLERANCE: Milliseconds = seconds(5)
/** A verified token is believed this long without looking again, so that a withdrawn key takes effect. */
const REMEMBERED_FOR: Milliseconds = seconds(60)
const MOST_REMEMBERED = 10_000

interface Remembered {
  readonly caller: Caller
  /** Wall clock, milliseconds. */
  readonly until: number
}

/** Turns a bearer token into the caller it speaks for. */
export class TokenVerifier {
  readonly #remembered = new Map<string, Remembered>()

  constructor(
    private readonly keys: KeyRing,
    private readonly config: AuthenticationConfig,
    private readonly clock: Clock,
  ) {}

  /** The caller of a token verified a moment ago, without another signature check; else `undefined`. */
  recall(token: string): Caller | undefined {
    const remembered = this.#remembered.get(token)
    if (remembered === undefined) return undefined
    if (remembered.until > this.clock.now()) return remembered.caller
    this.#remembered.delete(token)
    return undefined
  }

  /**
   * @throws UnauthenticatedError when the token is malformed, forged, expired or meant for someone else.
   * @throws KeysUnavailableError when there is no key to judge it by.
   */
  async verify(token: string): Promise<Caller> {
    const payload = await this.#payload(token)
    const caller = { subject: payload.sub, roles: rolesOf(payload) }
    this.#remember(token, caller, payload.exp * 1000)
    return caller
  }

  async #payload(token: string) {
    try {
      const { payload } = await jwtVerify(token, (header, jws) => this.keys.key(header, jws), {
        algorithms: ALGORITHMS,
        issuer: this.config.issuer,
        audience: this.config.audience,
        clockTolerance: CLOCK_TOLERANCE / 1000,
        currentDate: new Date(this.clock.now()),
        requiredClaims: ['sub', 'exp'],
      })
      return { ...payload, sub: subjectOf(payload), exp: payload.exp ?? 0 }
    } catch (error) {
      if (error instanceof errors.JOSEError) throw new UnauthenticatedError(reasonFor(error), error)
      throw error
    }
  }

  #remember(token: string, caller: Caller, expiresAt: number): void {
    if (this.#remembered.size >= MOST_REMEMBERED) {
      // A Map iterates in insertion order, so this forgets the oldest.
      for (const oldest of this.#remembered.keys()) {
        this.#remembered.delete(oldest)
        break
      }
    }
    this.#remembered.set(token, { caller, until: Math.min(expiresAt, this.clock.now() + REMEMBERED_FOR) })
  }
}

/** Names callers in rows: what Postgres refuses must not come this far. 255 is the limit of OpenID Connect. */
const SUBJECT = text(1, 255)

function subjectOf({ sub }: JWTPayload): string {
  const subject = SUBJECT.safeParse(sub)
  if (subject.success) return subject.data
  throw new errors.JWTClaimValidationFailed('"sub" is not a name that can be kept', {}, 'sub', 'invalid')
}

function rolesOf({ roles }: JWTPayload): readonly string[] {
  return Array.isArray(roles) ? roles.filter((role): role is string => typeof role === 'string') : []
}

function reasonFor(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'The token has expired.'
  if (error instanceof errors.JWTClaimValidationFailed) return `The token's claim "${error.claim}" is not accepted.`
  return 'The token is malformed or was not signed with a key that is trusted here.'
}

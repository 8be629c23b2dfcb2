import { readFile } from 'node:fs/promises'
import { type Clock, type Milliseconds, minutes, seconds } from '@bicoastal/kernel'
import { type FlattenedJWSInput, type JSONWebKeySet, type JWSHeaderParameters, createLocalJWKSet, errors } from 'jose'
import { KeysUnavailableError } from './keys-unavailable.error.js'

/** Where a JSON Web Key Set comes from. */
export type KeySource = () => Promise<JSONWebKeySet>

/** Reads the keys from a file. */
export const keysFromFile = (path: string): KeySource => {
  return async () => JSON.parse(await readFile(path, 'utf8')) as JSONWebKeySet
}

/** Fetches the keys from an address. */
export const keysFromUrl = (address: string, timeout: Milliseconds = seconds(3)): KeySource => {
  return async () => {
    const response = await fetch(address, { signal: AbortSignal.timeout(timeout) })
    if (!response.ok) throw new Error(`${new URL(address).origin} answered ${response.status} for the key set`)
    return (await response.json()) as JSONWebKeySet
  }
}

const REFRESH_AFTER = minutes(10)
/** An unknown key id makes the ring look again, at most this often: forged ids must not hammer the key server. */
const LOOK_AGAIN_AFTER = seconds(10)

/**
 * The public keys that tokens are verified with. Refreshed in the background; while their source is down the keys
 * already known stay good, so an outage of the key server is not an outage of ours.
 */
export class KeyRing {
  #keys: ReturnType<typeof createLocalJWKSet> | undefined
  #loadedAt = -Infinity
  #triedAt = -Infinity
  #loading: Promise<void> | undefined
  #failure: unknown

  constructor(
    private readonly source: KeySource,
    private readonly clock: Clock,
  ) {}

  /**
   * The key for a token's header.
   *
   * @throws KeysUnavailableError while no key set was ever loaded.
   * @throws errors.JWKSNoMatchingKey when no known key fits.
   */
  async key(header: JWSHeaderParameters, token?: FlattenedJWSInput) {
    if (this.#keys === undefined) await this.#load()
    else if (this.clock.monotonic() - this.#loadedAt > REFRESH_AFTER) void this.#load()
    try {
      return await this.#known()(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !(await this.#load())) throw error
      return this.#known()(header, token)
    }
  }

  #known() {
    if (this.#keys === undefined) throw new KeysUnavailableError(this.#failure)
    return this.#keys
  }

  /** True when it looked; false when it looked a moment ago. Never rejects: the failure is kept for the error. */
  async #load(): Promise<boolean> {
    if (this.#loading === undefined) {
      if (this.clock.monotonic() - this.#triedAt < (this.#keys ? LOOK_AGAIN_AFTER : seconds(1))) return false
      this.#triedAt = this.clock.monotonic()
      this.#loading = this.#replace().finally(() => (this.#loading = undefined))
    }
    await this.#loading
    return true
  }

  async #replace(): Promise<void> {
    try {
      this.#keys = createLocalJWKSet(await this.source())
      this.#loadedAt = this.clock.monotonic()
    } catch (error) {
      this.#failure = error
    }
  }
}

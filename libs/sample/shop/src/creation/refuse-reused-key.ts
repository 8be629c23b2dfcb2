import { IdempotencyKeyReusedError } from '@bicoastal/http'
import type { Creation } from './creation.js'

/**
 * Compares a repeated request with the one that created what is there.
 *
 * @throws IdempotencyKeyReusedError when they ask for different things.
 */
export function refuseReusedKey(creation: Creation, fingerprint: string | null): void {
  if (creation.fingerprint !== fingerprint) {
    throw new IdempotencyKeyReusedError()
  }
}

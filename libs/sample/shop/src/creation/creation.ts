import { randomUUID } from 'node:crypto'
import { derivedId } from '@bicoastal/kernel'

/** Who asks for something new, and how they will recognise it when they ask again. */
export interface CreationRequest {
  /** The method and path pattern: one key means different things on different routes. */
  readonly route: string
  /** The subject of the caller: one caller's key never finds what another created. */
  readonly caller: string
  /** The `Idempotency-Key`, where the caller sent one. */
  readonly key: string | undefined
  /**
   * What is asked for, validated. Validation also puts its fields into the order of the schema, so equal requests have
   * equal texts.
   */
  readonly body: unknown
}

/** The identity of what a request creates. */
export interface Creation {
  readonly id: string
  /** Equal for requests that ask for the same; `null` where the caller sent no key and nothing will be compared. */
  readonly fingerprint: string | null
}

/**
 * With a key both parts are derived from the request, so that it may be sent again, and to the other region, and still
 * creates one thing. Without one the id is random.
 */
export function creationOf({ route, caller, key, body }: CreationRequest): Creation {
  if (key === undefined) {
    return { id: randomUUID(), fingerprint: null }
  }
  return { id: derivedId(caller, route, key), fingerprint: derivedId(JSON.stringify(body)) }
}

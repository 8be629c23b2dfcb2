import type { IncomingHttpHeaders } from 'node:http'
import {
  type DurabilityLevel,
  type SessionDemands,
  UNREADABLE,
  isDurabilityLevel,
  parseToken,
} from '@bicoastal/database'
import { InvalidRequestError } from '../problem/invalid-request.error.js'

/** Header with what a caller has seen: in every response, and in requests that are to see no less. */
export const SESSION_HEADER = 'x-session'
/** Header that says what may be answered (`strict`, `stale`), or that the answer may be old (`stale`). */
export const CONSISTENCY_HEADER = 'x-consistency'
/** Header with the durability that is asked for, or was reached. */
export const DURABILITY_HEADER = 'x-durability'

/**
 * What the headers of a request ask for. A token of another release is not the caller's fault and leads to an answer that
 * says it may be stale; a damaged one is refused, because what it should have asked for would be broken in silence.
 *
 * @throws InvalidRequestError naming the header that means nothing.
 */
export function demandsOf(headers: IncomingHttpHeaders, routeDurability: DurabilityLevel = 'local'): SessionDemands {
  const consistency = headers[CONSISTENCY_HEADER]
  const durability = headers[DURABILITY_HEADER] ?? routeDurability
  if (consistency !== undefined && consistency !== 'strict' && consistency !== 'stale')
    throw invalid(CONSISTENCY_HEADER, 'must be "strict" or "stale"')
  if (!isDurabilityLevel(durability)) throw invalid(DURABILITY_HEADER, 'must be "local" or "global"')
  return { token: tokenOf(headers[SESSION_HEADER]), strict: consistency === 'strict', durability }
}

function tokenOf(header: string | string[] | undefined): SessionDemands['token'] {
  if (header === undefined) return undefined
  const token = typeof header === 'string' ? parseToken(header) : undefined
  if (token === undefined) throw invalid(SESSION_HEADER, 'is not a session token as a response carried it')
  return token === UNREADABLE ? UNREADABLE : token
}

const invalid = (field: string, message: string) => new InvalidRequestError([{ in: 'header', field, message }])

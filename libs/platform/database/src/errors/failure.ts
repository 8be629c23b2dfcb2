import { isDatabaseUnavailableError } from './database-unavailable.error.js'

/**
 * What the failure of a statement means:
 * - `lost`: the connection is of no use any more; a statement that was under way may have taken effect.
 * - `conflict`: Postgres rolled the transaction back because of others; the same work may succeed.
 * - `stale-plan`: a prepared statement outlived a schema change; it did not run, a new connection prepares it anew.
 * - `timeout`: the statement was cancelled and had no effect.
 * - `exhausted`: the server ran out of disk or memory; the statement had no effect, and repeating it here would not help.
 * - `rejected`: anything else, above all what Postgres says about the statement itself.
 */
export type Failure = 'lost' | 'conflict' | 'stale-plan' | 'timeout' | 'exhausted' | 'rejected'

const BY_SQLSTATE: Readonly<Record<string, Failure>> = {
  '40001': 'conflict',
  '40P01': 'conflict',
  '57014': 'timeout',
  // The server refuses writes: it was demoted, or this connection reaches a standby. Another connection may not.
  '25006': 'lost',
  // The server ends the session: idle in transaction, transaction or session timeout.
  '25P03': 'lost',
  '25P04': 'lost',
  '57P05': 'lost',
  // Shutdown, crash of another backend, starting up, database dropped.
  '57P01': 'lost',
  '57P02': 'lost',
  '57P03': 'lost',
  '57P04': 'lost',
  '53100': 'exhausted',
  '53200': 'exhausted',
  '53300': 'lost',
}

const SOCKET_ERRORS = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
])

// pg gives these no code. After "Query read timeout" the answer may still arrive and would be taken for the next one's.
const LOST_IN_PG =
  /^(Connection terminated|Query read timeout|Client has encountered a connection error|Client was closed)/

/** Says what `error`, thrown by pg or TypeORM, means for the connection and the work. */
export function failureOf(error: unknown): Failure {
  // In our own words already; why it is unavailable still decides whether repeating is of use.
  if (isDatabaseUnavailableError(error)) return failureOf(error.cause) === 'exhausted' ? 'exhausted' : 'lost'
  if (!(error instanceof Error)) return 'rejected'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (SOCKET_ERRORS.has(code) || LOST_IN_PG.test(error.message)) return 'lost'
  if (code.startsWith('08')) return 'lost'
  if (code === '0A000' && error.message.includes('cached plan must not change result type')) return 'stale-plan'
  return BY_SQLSTATE[code] ?? 'rejected'
}

/** True when the connection on which `failure` happened must not serve anyone again. */
export function spoilsConnection(failure: Failure): boolean {
  return failure === 'lost' || failure === 'stale-plan'
}

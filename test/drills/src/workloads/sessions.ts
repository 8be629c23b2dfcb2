import { emptyToken, formatToken } from '@bicoastal/database'
import { fieldOf } from './answer.js'
import type { Random } from './random.js'
import type { Operation, ResponseFacts, Workload } from './workload.js'

/** What a caller knew when it asked: the latest version of each register that its session had shown it. */
export interface SessionIntent {
  readonly key: string
  /** The least that it must see; `undefined` when it has never seen the register. */
  readonly seen: bigint | undefined
  /** True for a token that asks for what has not happened yet. */
  readonly forged: boolean
}

/** What it was shown. */
export interface SessionReceipt {
  /** `undefined` when the register was not there. */
  readonly version: bigint | undefined
  /** True when the answer said that it may be old. */
  readonly stale: boolean
}

interface Session {
  readonly token: string | undefined
  readonly seen: ReadonlyMap<string, bigint>
}

const SESSIONS = 24
const REGISTERS = 6
const NEW: Session = { token: undefined, seen: new Map() }
const FORGED = formatToken({ ...emptyToken('east'), positions: { east: 2n ** 62n, west: 2n ** 62n } })

/**
 * Sessions that wander: each request is made by another person, whom the edge sends to either region, and carries the token
 * of the answer before. A third of the requests write.
 */
export function sessionWorkload(runId: string, perSecond: number): Workload<SessionIntent, SessionReceipt> {
  const sessions: Session[] = Array.from({ length: SESSIONS }, () => NEW)
  let written = 0
  return {
    name: 'sessions',
    perSecond,
    next(random: Random): Operation<SessionIntent, SessionReceipt> {
      const index = random.below(SESSIONS)
      const session = sessions[index] ?? NEW
      const key = `${runId}-session-${random.below(REGISTERS)}`
      const path = `/probe/registers/${key}`
      if (random.below(20) === 0) {
        const intent = { key, seen: undefined, forged: true }
        const receipt = (_answer: unknown, response: ResponseFacts) => ({
          version: undefined,
          stale: isStale(response),
        })
        return { ...reading(path, FORGED), intent, receipt }
      }
      const receipt = (answer: unknown, response: ResponseFacts): SessionReceipt => {
        const version = response.status === 404 ? undefined : BigInt(String(fieldOf(answer, 'version')))
        // What another request of the session was shown meanwhile is not part of this token.
        const seen = version === undefined ? session.seen : new Map(session.seen).set(key, version)
        const stale = isStale(response)
        if (!stale) sessions[index] = { token: response.header('x-session'), seen }
        return { version, stale }
      }
      const intent = { key, seen: session.seen.get(key), forged: false }
      if (random.below(3) > 0) return { ...reading(path, session.token), intent, receipt }
      const body = { value: `${runId}:${written++}` }
      return { ...reading(path, session.token), name: 'PUT session register', method: 'PUT', body, intent, receipt }
    },
  }
}

function reading(
  path: string,
  token: string | undefined,
): Pick<Operation, 'name' | 'method' | 'path' | 'headers' | 'role' | 'alsoAnswers'> {
  const headers = token === undefined ? {} : { 'x-session': token }
  return { name: 'GET session register', method: 'GET', path, headers, role: 'ops', alsoAnswers: [404] }
}

const isStale = (response: ResponseFacts): boolean => response.header('x-consistency') === 'stale'

import { AsyncLocalStorage } from 'node:async_hooks'
import { LOG_START, type LogPosition } from '@bicoastal/kernel'
import type { DurabilityLevel } from '../durability/durability-level.js'
import { type SessionToken, UNREADABLE } from './session-token.js'

/** What the caller of one request asks of consistency and durability. */
export interface SessionDemands {
  /** What it has seen so far; `undefined` when it did not say. */
  readonly token: SessionToken | typeof UNREADABLE | undefined
  /** Rather no answer than one that goes back in time. */
  readonly strict: boolean
  readonly durability: DurabilityLevel
}

/**
 * One request, as far as consistency is concerned: what its caller may expect, and what it got to see. The database library
 * finds it in the asynchronous context; code in between passes nothing on.
 */
export class RequestSession {
  /** The end of this region's log that bounds everything read so far. */
  seen: LogPosition = LOG_START
  /** True once a transaction was carried out on the primary: what it saw and wrote is bounded when the request ends. */
  touchedPrimary = false
  /** The era of what is known of the primary in which the request first turned to it; `undefined` until it does. */
  era: number | undefined
  /** True once an answer was given from a state that may be older than what the caller has seen. */
  stale = false
  /** True when the token names a position that this region's log does not have: it was forged, or the log has lost its end. */
  beyondLog = false

  constructor(readonly demands: SessionDemands) {}

  /** What the caller has seen, where that is known. */
  get token(): SessionToken | undefined {
    return this.demands.token === UNREADABLE ? undefined : this.demands.token
  }

  /** True when nobody here can tell what the caller has seen. */
  get unreadable(): boolean {
    return this.demands.token === UNREADABLE
  }

  /** Something was read whose state lies before `position` of this region's log. */
  saw(position: LogPosition): void {
    if (position > this.seen) this.seen = position
  }
}

const requests = new AsyncLocalStorage<RequestSession>()

/** The session of the request that is being answered; `undefined` outside of any. */
export function currentSession(): RequestSession | undefined {
  return requests.getStore()
}

/** Runs `work`, and everything that it starts, as a part of the request that `session` stands for. */
export function inSession<T>(session: RequestSession, work: () => T): T {
  return requests.run(session, work)
}

import { RegionConfig } from '@bicoastal/config'
import { LOG_START, type RegionId, peerOf } from '@bicoastal/kernel'
import { Injectable } from '@nestjs/common'
import { Durability } from '../durability/durability.js'
import type { DurabilityLevel } from '../durability/durability-level.js'
import { isDatabaseUnavailableError } from '../errors/database-unavailable.error.js'
import { Positions } from '../positions/positions.js'
import type { RequestSession } from './request-session.js'
import { type SessionToken, emptyToken, formatToken } from './session-token.js'

/** What a caller is told about consistency and durability, beside the answer. */
export interface RequestOutcome {
  /**
   * What it has seen by now, as text, to be sent with its next request; `undefined` where nobody here can tell, so that the
   * caller keeps the token that it has.
   */
  readonly token: string | undefined
  /** True when the answer may be older than what the caller had seen before, or when the token does not cover what it wrote. */
  readonly stale: boolean
  /** The durability that was reached, where the answer acknowledges a write. */
  readonly durability?: DurabilityLevel
}

/** Closes the sessions of requests: works out what a caller has seen by now, and where on disk what it wrote is. */
@Injectable()
export class RequestSessions {
  readonly #region: RegionId
  readonly #peer: RegionId

  constructor(
    config: RegionConfig,
    private readonly positions: Positions,
    private readonly durability: Durability,
  ) {
    this.#region = config.region
    this.#peer = peerOf(config.region)
  }

  /** The outcome of a request that ran no transaction: nothing is left to find out. */
  ofReads(session: RequestSession): RequestOutcome {
    // An empty token in the place of one that was not understood would let the caller go back in time unannounced.
    const token = session.unreadable && !session.stale ? undefined : formatToken(this.#tokenAfter(session))
    return { token, stale: session.stale }
  }

  /**
   * The outcome of a request that committed. Where the primary does not say how far its log reaches by now the answer
   * counts as stale: the token does not cover the write.
   *
   * @param acknowledges whether the answer says that something was written: of what failed, or may have, no disk has anything.
   */
  async ofTransactions(session: RequestSession, acknowledges: boolean): Promise<RequestOutcome> {
    try {
      const position = await this.positions.committed()
      session.saw(position)
      if (!acknowledges) return this.ofReads(session)
      const asked = session.demands.durability
      const durability = asked === 'global' ? await this.durability.reached(position, session.era) : 'local'
      return { ...this.ofReads(session), durability }
    } catch (error) {
      if (!isDatabaseUnavailableError(error)) throw error
      return { ...this.ofReads(session), stale: true, ...(acknowledges && { durability: 'local' as const }) }
    }
  }

  #tokenAfter(session: RequestSession): SessionToken {
    const { seen, token } = session
    if (seen === LOG_START) return token ?? emptyToken(this.#region)
    const before = token?.positions ?? emptyToken(this.#region).positions
    // A position that this log does not have would make every later request wait in vain; the caller was told of it.
    const known = session.beyondLog ? LOG_START : before[this.#region]
    const positions = { ...before, [this.#region]: seen > known ? seen : known, [this.#peer]: before[this.#peer] }
    return { from: this.#region, positions }
  }
}

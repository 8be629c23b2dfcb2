import { setTimeout as delay } from 'node:timers/promises'
import { RegionConfig } from '@bicoastal/config'
import { type LogPosition, type Milliseconds, seconds } from '@bicoastal/kernel'
import { Injectable } from '@nestjs/common'
import type { QueryResultRow } from 'pg'
import { isDatabaseUnavailableError } from '../errors/database-unavailable.error.js'
import { failureOf } from '../errors/failure.js'
import { SessionMetrics } from '../metrics/session-metrics.js'
import { PrimaryPositions } from '../positions/primary-positions.js'
import type { RequestSession } from '../session/request-session.js'
import { type Need, VISIBILITY_DEADLINE, Visibility } from '../session/visibility.js'
import type { Statement } from '../statements/statement.js'
import { PLACE, positioned, takePosition } from './positioned-statement.js'
import type { ReplicaConnection } from './replica-connection.js'
import { Replica } from './replica.js'

/** How far behind the primary a replica may be to answer a caller that has seen nothing yet. */
export const LAG_BUDGET: Milliseconds = seconds(1)

/** How a statement is read. */
export interface ReadOptions {
  /**
   * A replica may answer: one that has everything the caller's session has seen, and is {@link LAG_BUDGET} behind at most.
   * Leave it out where the newest state matters, as for anything that is decided upon. Default false.
   */
  readonly replica?: boolean
}

/** Runs a statement on the region's primary. */
export type OnPrimary = <Row extends QueryResultRow>(statement: Statement) => Promise<Row[]>

/** Reads for a request: from a replica where that shows the caller no less than it has seen, else from the primary. */
@Injectable()
export class Reads {
  constructor(
    private readonly config: RegionConfig,
    private readonly replica: Replica,
    private readonly primary: PrimaryPositions,
    private readonly visibility: Visibility,
    private readonly metrics: SessionMetrics,
  ) {}

  /**
   * The rows of `statement`, and in `session` what they bound. Without a primary the replica answers, as soon as it has what
   * the caller has seen or the time to wait for that is over.
   *
   * @throws SessionNotYetVisibleError where the caller wants nothing stale; otherwise as `onPrimary` does.
   */
  async read<Row extends QueryResultRow>(
    session: RequestSession,
    statement: Statement,
    { replica = false }: ReadOptions,
    onPrimary: OnPrimary,
  ): Promise<Row[]> {
    const mayLag = replica && !session.touchedPrimary
    const nearby = mayLag ? await this.#nearby<Row>(session, statement) : undefined
    if (nearby) return nearby
    try {
      await this.visibility.onPrimary(session)
      this.metrics.onPrimary.inc()
      return await this.#bounded<Row>(session, onPrimary<Row>(positioned(statement)), () => onPrimary(PLACE))
    } catch (error) {
      if (!isDatabaseUnavailableError(error)) throw error
      const rows = mayLag ? await this.#withoutPrimary<Row>(session, statement) : undefined
      if (rows) return rows
      throw error
    }
  }

  /** From a replica, as long as nothing need be waited for there; `undefined` where the primary should be asked. */
  async #nearby<Row extends QueryResultRow>(session: RequestSession, statement: Statement): Promise<Row[] | undefined> {
    if (this.primary.isAway) return this.#withoutPrimary<Row>(session, statement)
    return this.#isFitFor(session) ? this.#onFreshReplica<Row>(session, statement, 0) : undefined
  }

  /** What the caller saw in the peer of this region's log, the primary has and a replica perhaps not yet: nobody can tell. */
  #isFitFor(session: RequestSession): boolean {
    return !session.unreadable && (session.token?.from ?? this.config.region) === this.config.region
  }

  async #withoutPrimary<Row extends QueryResultRow>(
    session: RequestSession,
    statement: Statement,
  ): Promise<Row[] | undefined> {
    // Once is enough for a request: it holds a connection meanwhile, and what a dead primary never sent does not come.
    const patience = session.stale ? 0 : VISIBILITY_DEADLINE
    const rows = this.#isFitFor(session) ? await this.#onFreshReplica<Row>(session, statement, patience) : undefined
    if (rows || !this.replica.isOpen) return rows
    this.visibility.giveUp(session)
    return this.#onReplica(async (connection) => this.#run<Row>(session, statement, connection))
  }

  /** `undefined` when no replica is fresh enough within `deadline`, or it failed. */
  async #onFreshReplica<Row extends QueryResultRow>(
    session: RequestSession,
    statement: Statement,
    deadline: Milliseconds,
  ): Promise<Row[] | undefined> {
    const need = this.#need(session)
    if (!need) return undefined
    return this.#onReplica(async (connection) => {
      if (!(await this.#reaches(connection, need, deadline))) return undefined
      return this.#run<Row>(session, statement, connection)
    })
  }

  /** `undefined` while nothing is known of the primary, against which a lag could be measured. */
  #need(session: RequestSession): Need | undefined {
    const budget = this.primary.known.hereBefore(LAG_BUDGET, performance.now())
    if (budget === undefined) return undefined
    const { here, peer } = this.visibility.need(session)
    return { here: here > budget ? here : budget, peer }
  }

  async #reaches(connection: ReplicaConnection, need: Need, deadline: Milliseconds): Promise<boolean> {
    const local: LogPosition | undefined = this.primary.known.localFor(need.peer)
    for (const giveUpAt = performance.now() + deadline; ;) {
      if (await connection.reaches(need, local)) return true
      if (performance.now() >= giveUpAt) return false
      await delay(10)
    }
  }

  /** Runs `work` on a connection; what breaks, or times out, is left to the primary. */
  async #onReplica<T>(work: (connection: ReplicaConnection) => Promise<T>): Promise<T | undefined> {
    const connection = await this.replica.connect()
    if (!connection) return undefined
    try {
      return await work(connection)
    } catch (error) {
      // Recovery conflicts (40001) count as well: the primary has none.
      if (failureOf(error) === 'rejected') throw error
      return undefined
    } finally {
      connection.release()
    }
  }

  #run<Row extends QueryResultRow>(
    session: RequestSession,
    statement: Statement,
    connection: ReplicaConnection,
  ): Promise<Row[]> {
    this.metrics.onReplica.inc()
    const rows = connection.query<Row>(positioned(statement))
    return this.#bounded<Row>(session, rows, () => connection.query(PLACE))
  }

  async #bounded<Row extends QueryResultRow>(
    session: RequestSession,
    reading: Promise<Row[]>,
    place: () => Promise<QueryResultRow[]>,
  ): Promise<Row[]> {
    const rows = await reading
    const position = takePosition(rows) ?? takePosition(await place())
    if (position !== undefined) session.saw(position)
    return rows
  }
}

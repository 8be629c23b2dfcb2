import { POSITIONS_SQL } from '@bicoastal/convergence'
import { LOG_START, type LogPosition, parsePosition } from '@bicoastal/kernel'
import type { PoolClient, QueryResultRow } from 'pg'
import { failureOf, spoilsConnection } from '../errors/failure.js'
import type { PositionsRow } from '../positions/region-positions.js'
import type { Need } from '../session/visibility.js'
import type { Statement } from '../statements/statement.js'

/** How far the server behind a connection is known to have come: its position only grows, and a connection leads to one server. */
interface Reached {
  readonly here: LogPosition
  readonly peer: LogPosition
}

const reached = new WeakMap<PoolClient, Reached>()

const POSITIONS: Statement = { name: 'positions', text: POSITIONS_SQL }

/** A connection to a replica, on loan. Freshness is asked of this very connection: a load balancer may stand between. */
export class ReplicaConnection {
  #failed = false

  constructor(private readonly client: PoolClient) {}

  /**
   * True when the server has reached `need`, of which `local` says the same in terms of this region's log where that is
   * known. Asks the server only when it is not known to have come so far.
   *
   * @throws what pg throws.
   */
  async reaches(need: Need, local: LogPosition | undefined): Promise<boolean> {
    if (this.#has(need, local)) return true
    const [row] = await this.query<PositionsRow>(POSITIONS)
    reached.set(this.client, { here: known(row?.here), peer: known(row?.peer) })
    return this.#has(need, local)
  }

  /** @throws what pg throws; the connection is not lent again where that tells against it. */
  async query<Row extends QueryResultRow>(statement: Statement): Promise<Row[]> {
    try {
      const { rows } = await this.client.query<Row>(statement as Statement & { values?: unknown[] })
      return rows
    } catch (error) {
      this.#failed = spoilsConnection(failureOf(error))
      throw error
    }
  }

  /** Gives it back. */
  release(): void {
    this.client.release(this.#failed)
  }

  #has(need: Need, local: LogPosition | undefined): boolean {
    const server = reached.get(this.client)
    if (!server || server.here < need.here) return false
    return server.peer >= need.peer || (local !== undefined && server.here >= local)
  }
}

const known = (text: string | null | undefined): LogPosition => (text ? parsePosition(text) : LOG_START)

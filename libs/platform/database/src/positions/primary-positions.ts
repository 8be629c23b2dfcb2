import { DatabaseConfig, RegionConfig } from '@bicoastal/config'
import { POSITIONS_SQL } from '@bicoastal/convergence'
import { type LogPosition, type Milliseconds, parsePosition } from '@bicoastal/kernel'
import { Injectable, type OnApplicationShutdown } from '@nestjs/common'
import { Pool, type QueryResultRow } from 'pg'
import { DatabaseUnavailableError } from '../errors/database-unavailable.error.js'
import { KnownPositions } from './known-positions.js'
import { type PositionsRow, type RegionPositions, readPositions } from './region-positions.js'
import { SharedQuestion } from './shared-question.js'

/** These questions take less than a millisecond; a primary that takes longer than this is as good as none. */
const PATIENCE: Milliseconds = 1000

/** Fails on a standby, which is what a question for the primary should do there. */
const COMMITTED = { name: 'positions-committed', text: 'SELECT pg_current_wal_flush_lsn() AS here' }
const POSITIONS = { name: 'positions', text: POSITIONS_SQL }

/**
 * Asks the region's primary where it stands, for all callers of the process at once and over two connections of its own:
 * behind slow statements of the application's pool nobody could wait for anything.
 */
@Injectable()
export class PrimaryPositions implements OnApplicationShutdown {
  /** What every answer taught. */
  readonly known = new KnownPositions()
  #away = false
  readonly #connections: Pool
  readonly #committed = new SharedQuestion(() => this.#askCommitted())
  readonly #positions = new SharedQuestion(() => this.#askPositions())

  constructor(config: DatabaseConfig, { instance }: RegionConfig) {
    this.#connections = new Pool({
      connectionString: config.url.reveal(),
      application_name: `${instance}-positions`,
      max: 2,
      connectionTimeoutMillis: PATIENCE,
      query_timeout: PATIENCE,
      statement_timeout: PATIENCE,
      keepAlive: true,
    })
    // The pool drops an idle connection that breaks; the next question opens another.
    this.#connections.on('error', () => this.known.forget())
    // One that is lent out would end the process; its holder learns of it by the failure of its question.
    this.#connections.on('connect', (client) => client.on('error', () => undefined))
  }

  /** True since a question failed, until one is answered. */
  get isAway(): boolean {
    return this.#away
  }

  /**
   * The end of the log on disk, measured after the call.
   *
   * @throws DatabaseUnavailableError when the primary does not answer, or may have been replaced while it did.
   */
  committed(): Promise<LogPosition> {
    return this.#committed.ask()
  }

  /**
   * Everything there is to know, measured after the call.
   *
   * @throws DatabaseUnavailableError when the primary does not answer, or may have been replaced while it did.
   */
  measure(): Promise<RegionPositions> {
    return this.#positions.ask()
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#connections.end()
  }

  async #askCommitted(): Promise<LogPosition> {
    const here = parsePosition((await this.#ask<{ here: string }>(COMMITTED)).here)
    this.known.reached(here)
    return here
  }

  async #askPositions(): Promise<RegionPositions> {
    const row = await this.#ask<PositionsRow>(POSITIONS)
    if (row.standby) throw new DatabaseUnavailableError(new Error('the connection for writes leads to a standby'))
    const positions = readPositions(row)
    this.known.learn(positions, performance.now())
    return positions
  }

  async #ask<Row extends QueryResultRow>(statement: { name: string; text: string }): Promise<Row> {
    const { era } = this.known
    const row = await this.#query<Row>(statement, era)
    // It may come from the old primary, and would be taken for what the new one has. Nothing is forgotten because of it:
    // two questions that overlap would discard each other's answers for ever.
    if (this.known.era !== era)
      throw new DatabaseUnavailableError(new Error('a connection to the primary broke meanwhile'))
    this.#away = false
    return row
  }

  async #query<Row extends QueryResultRow>(statement: { name: string; text: string }, era: number): Promise<Row> {
    try {
      const client = await this.#connections.connect()
      try {
        const { rows } = await client.query<Row>(statement)
        // One that was opened in another era may lead to the old primary still.
        client.release(this.known.era !== era)
        return rows[0] as Row
      } catch (error) {
        // Destroyed: it may lead to a server that is the primary no more, or answer late.
        client.release(true)
        throw error
      }
    } catch (error) {
      // The next server to answer may be another, which has not come as far.
      this.known.forget()
      this.#away = true
      throw new DatabaseUnavailableError(error)
    }
  }
}

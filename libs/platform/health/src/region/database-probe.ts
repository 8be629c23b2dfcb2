import { DatabaseConfig, RegionConfig } from '@bicoastal/config'
import { type Milliseconds } from '@bicoastal/kernel'
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common'
import { Pool } from 'pg'
import type { Finding } from './verdict.js'

/** A database that takes longer for a trivial statement is of no use to callers either. */
const PATIENCE: Milliseconds = 1500

const LOOK = `SELECT pg_is_in_recovery() AS "inRecovery", current_setting('transaction_read_only') = 'on' AS "readOnly"`

/** Commits without touching a table: a full disk, a stuck one, or a synchronous standby that does not answer, show here only. */
const COMMIT = `SELECT pg_logical_emit_message(true, 'bicoastal.health', '')`

const NO_ANSWER = 'the database does not answer'
const NO_COMMIT = 'the database does not commit'

/**
 * Asks the region's database, by the way that callers' requests take, whether it can serve them.
 *
 * It holds one connection of its own. With the application's pool a check would wait behind slow requests, so that mere
 * load would look like a dead region and send all its traffic to the other, which then has twice as much; and opening a
 * connection per check costs Postgres a process each time.
 */
@Injectable()
export class DatabaseProbe implements OnApplicationShutdown {
  readonly #logger = new Logger('health')
  readonly #connection: Pool
  /** Of the failure that goes on; undefined while nothing fails. */
  #logged: string | undefined

  constructor(config: DatabaseConfig, { instance }: RegionConfig) {
    this.#connection = new Pool({
      connectionString: config.url.reveal(),
      application_name: `${instance}-health`,
      max: 1,
      idleTimeoutMillis: 0,
      connectionTimeoutMillis: PATIENCE,
      query_timeout: PATIENCE,
      statement_timeout: PATIENCE,
      keepAlive: true,
    })
    // The pool drops an idle connection that breaks; the next look opens another and reports what it meets.
    this.#connection.on('error', () => undefined)
    // One that breaks under a look would end the process; the look itself reports it.
    this.#connection.on('connect', (client) => client.on('error', () => undefined))
  }

  /** Looks once. Never rejects: what fails is the finding. Takes two to three times {@link PATIENCE} at most. */
  async look(): Promise<Finding> {
    try {
      const state = await this.#state()
      const writes = await this.#whyNotWritable(state)
      if (writes !== NO_COMMIT) this.#logged = undefined
      return { reads: null, writes }
    } catch (error) {
      const reason = this.#because(NO_ANSWER, error)
      return { reads: reason, writes: reason }
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#connection.end()
  }

  /** A connection that broke since the last look says nothing about the server behind the edge now; silence does. */
  async #state(): Promise<Record<string, unknown>> {
    const began = performance.now()
    try {
      return await this.#ask(LOOK)
    } catch (error) {
      if (performance.now() - began >= PATIENCE) throw error
      return this.#ask(LOOK)
    }
  }

  async #whyNotWritable(state: Record<string, unknown>): Promise<string | null> {
    if (state['inRecovery'] === true) return 'the database is a standby'
    if (state['readOnly'] === true) return 'the database is read-only'
    try {
      await this.#ask(COMMIT)
      return null
    } catch (error) {
      return this.#because(NO_COMMIT, error)
    }
  }

  /** `reason`, which anybody may read. What the driver says names addresses and roles: the log gets it, and not every time. */
  #because(reason: string, error: unknown): string {
    const entry = `A look at the region's database failed, ${reason}: ${describe(error)}`
    if (entry !== this.#logged) this.#logger.warn(entry)
    this.#logged = entry
    return reason
  }

  async #ask(statement: string): Promise<Record<string, unknown>> {
    const client = await this.#connection.connect()
    try {
      const { rows } = await client.query<Record<string, unknown>>(statement)
      client.release()
      return rows[0] ?? {}
    } catch (error) {
      // Destroyed: an answer that comes late must not be taken for that of the next statement.
      client.release(true)
      throw error
    }
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

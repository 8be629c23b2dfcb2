import { Injectable, Optional } from '@nestjs/common'
import type { ClientBase, QueryResultRow } from 'pg'
import type { EntityManager } from 'typeorm'
import { LazyDataSource } from '../connection/lazy.data-source.js'
import { CommitOutcomeUnknownError } from '../errors/commit-outcome-unknown.error.js'
import { DatabaseUnavailableError } from '../errors/database-unavailable.error.js'
import { type Failure, failureOf, spoilsConnection } from '../errors/failure.js'
import { TransactionConflictError } from '../errors/transaction-conflict.error.js'
import { translate } from '../errors/translate.js'
import { RetryMetrics } from '../metrics/retry-metrics.js'
import { type ReadOptions, Reads } from '../routing/reads.js'
import { currentSession } from '../session/request-session.js'
import { Visibility } from '../session/visibility.js'
import type { Statement } from './statement.js'

/** How {@link Statements.write} treats a statement. */
export interface WriteOptions {
  /** The statement may take effect twice, so it is repeated when the connection breaks under it. Default false. */
  readonly idempotent?: boolean
}

const ATTEMPTS = 3

/**
 * The short way to Postgres for hot paths: prepared statements on the data source's own pool, without the work of an
 * ORM. Rows come as pg parses them, by column name.
 */
@Injectable()
export class Statements {
  constructor(
    private readonly dataSource: LazyDataSource,
    private readonly metrics: RetryMetrics,
    @Optional() private readonly reads?: Reads,
    @Optional() private readonly visibility?: Visibility,
  ) {}

  /**
   * Runs one SELECT; it is repeated when its connection breaks. In a request it shows no less than the caller has seen.
   *
   * @throws DatabaseUnavailableError when no connection can be opened or it broke every time.
   * @throws StatementTimeoutError when it took too long.
   * @throws SessionNotYetVisibleError when the caller wants nothing that is older than its session.
   */
  read<Row extends QueryResultRow>(statement: Statement, options: ReadOptions = {}): Promise<Row[]> {
    const session = this.reads && currentSession()
    if (!this.reads || !session) return this.#run<Row>(statement, true)
    return this.reads.read<Row>(session, statement, options, (each) => this.#run(each, true))
  }

  /**
   * Runs a statement that is a transaction of its own; it is repeated when Postgres rolled it back because of others.
   *
   * @throws DatabaseUnavailableError when no connection can be opened; nothing is written.
   * @throws CommitOutcomeUnknownError when the connection broke under it and it is not idempotent.
   * @throws TransactionConflictError when every attempt met a conflict; nothing is written.
   * @throws StatementTimeoutError when it took too long; nothing is written.
   * @throws SessionNotYetVisibleError when the caller wants nothing that is older than its session; nothing is written.
   */
  async write<Row extends QueryResultRow>(statement: Statement, options: WriteOptions = {}): Promise<Row[]> {
    const session = currentSession()
    if (session) await this.visibility?.onPrimary(session)
    try {
      return await this.#run<Row>(statement, options.idempotent ?? false)
    } finally {
      // Also where it failed: its outcome may be unknown, and who looks for it afterwards may not look in an older state.
      if (session) session.touchedPrimary = true
    }
  }

  /** Runs a statement in the transaction that `manager` belongs to. Failures are the transaction's to handle. */
  async within<Row extends QueryResultRow>(manager: EntityManager, statement: Statement): Promise<Row[]> {
    const client: ClientBase | undefined = await manager.queryRunner?.connect()
    if (!client)
      throw new TypeError('This entity manager belongs to no transaction; use the one Transactions.run gives.')
    try {
      return await execute<Row>(client, statement)
    } catch (error) {
      if (spoilsConnection(failureOf(error))) this.dataSource.driver.spoil(client)
      throw translate(error)
    }
  }

  async #run<Row extends QueryResultRow>(statement: Statement, repeatable: boolean): Promise<Row[]> {
    for (let attempt = 1; ; attempt += 1) {
      const [client, release] = await this.dataSource.driver.lease()
      let failure: Failure
      try {
        const rows = await execute<Row>(client, statement)
        release()
        return rows
      } catch (error) {
        failure = failureOf(error)
        release(spoilsConnection(failure))
        if (!mayRepeat(failure, error, repeatable) || attempt >= ATTEMPTS)
          throw asFinal(failure, error, repeatable, attempt)
      }
      this.metrics.repeated(failure)
    }
  }
}

async function execute<Row extends QueryResultRow>(client: ClientBase, statement: Statement): Promise<Row[]> {
  // pg keeps the object, so it gets the caller's own; `values` is only read.
  const { rows } = await client.query<Row>(statement as Statement & { values?: unknown[] })
  return rows
}

/** A connection that broke tells nothing about the statement; every other repeatable failure means "no effect". */
function mayRepeat(failure: Failure, error: unknown, repeatable: boolean): boolean {
  if (failure === 'conflict' || failure === 'stale-plan') return true
  return failure === 'lost' && (repeatable || refused(error))
}

function asFinal(failure: Failure, error: unknown, repeatable: boolean, attempts: number): unknown {
  if (failure === 'conflict') return new TransactionConflictError(attempts, error)
  if (failure === 'stale-plan') return new DatabaseUnavailableError(error)
  if (failure === 'lost' && !repeatable && !refused(error)) return new CommitOutcomeUnknownError(error)
  return translate(error)
}

/** True when the statement had no effect for certain: a demoted server refused it, or the connection had broken before it was sent. */
function refused(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && error.code === '25006') || error.message.includes('is not queryable')
}

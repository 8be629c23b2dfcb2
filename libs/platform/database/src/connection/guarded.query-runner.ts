import type { ObjectLiteral, ReplicationMode } from 'typeorm'
import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner.js'
import { DatabaseUnavailableError } from '../errors/database-unavailable.error.js'
import { TransactionAbortedError } from '../errors/transaction-aborted.error.js'
import { failureOf, spoilsConnection } from '../errors/failure.js'
import { translate } from '../errors/translate.js'
import type { LazyPostgresDriver } from './lazy-postgres.driver.js'

/** A query runner whose connection is destroyed, not handed on, once a statement has shown that it is of no use. */
export class GuardedQueryRunner extends PostgresQueryRunner {
  readonly #driver: LazyPostgresDriver
  #commitSent = false

  constructor(driver: LazyPostgresDriver, mode: ReplicationMode) {
    super(driver, mode)
    this.#driver = driver
  }

  /** True once COMMIT may have reached the server: from here on a broken connection leaves the outcome unknown. */
  get commitSent(): boolean {
    return this.#commitSent
  }

  override async query(
    query: string,
    // oxlint-disable-next-line typescript/no-explicit-any -- the signature is TypeORM's
    parameters?: any[] | ObjectLiteral,
    useStructuredResult?: boolean,
    // oxlint-disable-next-line typescript/no-explicit-any -- the signature is TypeORM's
  ): Promise<any> {
    try {
      if (query === 'COMMIT') return await this.#commit()
      return await super.query(query, parameters, useStructuredResult)
    } catch (error) {
      if (this.databaseConnection && spoilsConnection(failureOf(error))) this.#driver.spoil(this.databaseConnection)
      throw translate(error)
    }
  }

  /** Rolls back. Where even that fails the connection is destroyed, which rolls back as well. */
  async abandonTransaction(): Promise<void> {
    try {
      await this.rollbackTransaction()
    } catch {
      this.#driver.spoil(this.databaseConnection)
    }
  }

  async #commit(): Promise<void> {
    // TypeORM releases a runner as soon as its connection breaks, also between two statements.
    if (this.isReleased) throw new DatabaseUnavailableError(new Error('the connection broke before the commit'))
    this.#commitSent = true
    const { command } = await this.databaseConnection.query('COMMIT')
    // Postgres answers COMMIT of a failed transaction with ROLLBACK and no error: the write would vanish unnoticed.
    if (command === 'ROLLBACK') throw new TransactionAbortedError()
  }
}

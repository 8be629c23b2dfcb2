import { Pool, type PoolClient } from 'pg'
import type { DataSource, ReplicationMode } from 'typeorm'
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js'
import { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js'
import { DatabaseUnavailableError } from '../errors/database-unavailable.error.js'
import { GuardedQueryRunner } from './guarded.query-runner.js'

/** A connection of the pool, and how to give it back. */
export type Lease = readonly [client: PoolClient, release: (error?: Error | boolean) => void]

/** The oldest server that the generated triggers and publications run on. */
const OLDEST_SERVER = '17.0'

/**
 * TypeORM's driver, without its need of a server at start: the pool opens connections when they are asked for, so a
 * process boots while the database is down, and recovers when it comes back, without any state of its own.
 *
 * A connection that was {@link spoil}ed is destroyed when it is given back.
 */
export class LazyPostgresDriver extends PostgresDriver {
  readonly #spoiled = new WeakSet<object>()

  constructor(dataSource: DataSource) {
    super(dataSource)
    // TypeORM asks the server for what is not set. All of it is known: the version only gates features older than ours.
    this.version = OLDEST_SERVER
    this.searchSchema = 'public'
    this.schema = 'public'
    this.isGeneratedColumnsSupported = true
  }

  /** The pool, for statements that need nothing of TypeORM. */
  get pool(): Pool {
    return this.master
  }

  /** Marks a connection as one that must not serve anyone after its present holder. */
  spoil(client: object): void {
    this.#spoiled.add(client)
  }

  /**
   * A connection of the pool.
   *
   * @throws DatabaseUnavailableError when none can be opened, or none becomes free, within the connect timeout.
   */
  async lease(): Promise<Lease> {
    let client: PoolClient
    try {
      client = await this.pool.connect()
    } catch (error) {
      throw new DatabaseUnavailableError(error)
    }
    return [client, (error) => client.release(error ?? !this.#isReusable(client))]
  }

  #isReusable(client: PoolClient): boolean {
    // A transaction that its holder left open would swallow the next holder's writes.
    return client.getTransactionStatus() === 'I' && !this.#spoiled.has(client)
  }

  override async obtainMasterConnection(): Promise<[PoolClient, (error?: Error | boolean) => void]> {
    return [...(await this.lease())]
  }

  override createQueryRunner(mode: ReplicationMode): GuardedQueryRunner {
    return new GuardedQueryRunner(this, mode)
  }

  // TypeORM opens a first connection here and in connect(), and fails to start when it cannot.
  override async afterConnect(): Promise<void> {}

  protected override async createPool(options: PostgresDataSourceOptions): Promise<Pool> {
    const pool = new Pool({
      connectionString: options.url,
      application_name: options.applicationName,
      max: options.poolSize,
      connectionTimeoutMillis: options.connectTimeoutMS,
      ...options.extra,
    })
    // Without a listener an idle connection that breaks would end the process.
    pool.on('error', options.poolErrorHandler ?? (() => undefined))
    // So would one that is lent out; its holder learns of it by the failure of its statement.
    pool.on('connect', (client) => client.on('error', () => this.spoil(client)))
    return pool
  }
}

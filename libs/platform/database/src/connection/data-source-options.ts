import { type Constructor, type Milliseconds, seconds } from '@bicoastal/kernel'
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js'
import { SnakeNamingStrategy } from '../naming/snake-naming.strategy.js'

/** How long a connection may take to open, and how long a caller waits for a free one of the pool. */
export const CONNECT_TIMEOUT: Milliseconds = seconds(2)
/** After this Postgres gives a statement up. */
export const STATEMENT_TIMEOUT: Milliseconds = seconds(5)
/** After this the client gives a silent server up: a frozen machine keeps no promise about its own timeouts. */
export const SILENCE_TIMEOUT: Milliseconds = seconds(7)
/** After this Postgres ends a session that holds a transaction open and says nothing: its locks block others. */
export const IDLE_IN_TRANSACTION_TIMEOUT: Milliseconds = seconds(15)

/** What a data source needs to know; everything else is the same for all. */
export interface DataSourceSettings {
  /** Connection string. Points at the edge of the region's Postgres, not at a server. */
  readonly url: string
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string
  readonly entities: readonly Constructor[]
  readonly migrations?: readonly Constructor[]
  /** Connections held at most. Default 10. */
  readonly poolSize?: number
  /** Default {@link STATEMENT_TIMEOUT}; 0 means no limit, as migrations want it. */
  readonly statementTimeout?: Milliseconds
  /** Told about connections that broke while idle; the pool has dropped them already. */
  readonly onIdleConnectionLost?: (error: Error) => void
}

/** TypeORM options with this project's conventions: snake_case, nothing synchronized, every wait bounded. */
export function createDataSourceOptions(settings: DataSourceSettings): PostgresDataSourceOptions {
  const statementTimeout = settings.statementTimeout ?? STATEMENT_TIMEOUT
  const limits =
    statementTimeout === 0
      ? {}
      : {
          statement_timeout: statementTimeout,
          query_timeout: statementTimeout + (SILENCE_TIMEOUT - STATEMENT_TIMEOUT),
          idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT,
        }
  return {
    type: 'postgres',
    url: settings.url,
    applicationName: settings.applicationName,
    entities: [...settings.entities],
    migrations: [...(settings.migrations ?? [])],
    namingStrategy: new SnakeNamingStrategy(),
    synchronize: false,
    // Extensions need a superuser; a replicated table must not need any.
    installExtensions: false,
    logging: false,
    poolSize: settings.poolSize ?? 10,
    connectTimeoutMS: CONNECT_TIMEOUT,
    poolErrorHandler: settings.onIdleConnectionLost ?? (() => undefined),
    extra: { keepAlive: true, keepAliveInitialDelayMillis: seconds(5), idleTimeoutMillis: seconds(60), ...limits },
  }
}

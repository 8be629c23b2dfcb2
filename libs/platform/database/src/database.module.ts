import { DatabaseConfig, RegionConfig } from '@bicoastal/config'
import type { Constructor } from '@bicoastal/kernel'
import { type DynamicModule, Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common'
import { DataSource } from 'typeorm'
import { LazyDataSource } from './connection/lazy.data-source.js'
import { Durability } from './durability/durability.js'
import { ObservedPeer } from './positions/observed-peer.js'
import { PositionWatch } from './positions/position-watch.js'
import { Reads } from './routing/reads.js'
import { Replica } from './routing/replica.js'
import { RequestSessions } from './session/request-sessions.js'
import { SharedReads } from './session/shared-reads.js'
import { Visibility } from './session/visibility.js'
import { Positions } from './positions/positions.js'
import { PrimaryPositions } from './positions/primary-positions.js'
import { PoolMetrics } from './metrics/pool-metrics.js'
import { SessionMetrics } from './metrics/session-metrics.js'
import { RetryMetrics } from './metrics/retry-metrics.js'
import { Statements } from './statements/statements.js'
import { Transactions } from './transactions/transactions.js'

/** What a process keeps in its database. */
export interface DatabaseModuleOptions {
  /** Entities of every feature and library of the process. */
  readonly entities: readonly Constructor[]
}

/**
 * The region's database: {@link Transactions}, {@link Statements} and TypeORM's `DataSource`, for all modules.
 * The process starts whether or not the database answers. Needs `DatabaseConfig`, `RegionConfig` and a metrics registry.
 */
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(LazyDataSource) private readonly dataSource: LazyDataSource) {}

  static forRoot({ entities }: DatabaseModuleOptions): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        {
          provide: LazyDataSource,
          inject: [DatabaseConfig, RegionConfig],
          useFactory: (config: DatabaseConfig, region: RegionConfig) => open(config, region, entities),
        },
        { provide: DataSource, useExisting: LazyDataSource },
        RetryMetrics,
        SessionMetrics,
        PoolMetrics,
        Transactions,
        Statements,
        PrimaryPositions,
        Positions,
        PositionWatch,
        ObservedPeer,
        {
          provide: Replica,
          inject: [DatabaseConfig, RegionConfig],
          useFactory: ({ readUrl, poolSize }: DatabaseConfig, { instance }: RegionConfig) =>
            new Replica(readUrl && { url: readUrl.reveal(), applicationName: instance, size: poolSize }),
        },
        Visibility,
        Reads,
        Durability,
        RequestSessions,
        SharedReads,
      ],
      exports: [
        DataSource,
        LazyDataSource,
        Transactions,
        Statements,
        Positions,
        PrimaryPositions,
        PositionWatch,
        RequestSessions,
        SharedReads,
      ],
    }
  }

  /** Closes the pool last, when nothing that used it runs any more. */
  async onApplicationShutdown(): Promise<void> {
    await this.dataSource.destroy()
  }
}

async function open(config: DatabaseConfig, region: RegionConfig, entities: readonly Constructor[]) {
  const logger = new Logger(DatabaseModule.name)
  const dataSource = new LazyDataSource({
    url: config.url.reveal(),
    applicationName: region.instance,
    entities,
    poolSize: config.poolSize,
    onIdleConnectionLost: (error) => logger.warn(`An idle connection to the database broke: ${error.message}`),
  })
  await dataSource.initialize()
  return dataSource
}

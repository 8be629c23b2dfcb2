import type { CachedTable } from '@bicoastal/kernel'
import { type DynamicModule, Module } from '@nestjs/common'
import { JobQueue } from './deliveries/job-queue.js'
import { RegionObserver } from './region/region-observer.js'
import { CACHED_TABLES, Relay } from './relay.js'
import { RelayMetrics } from './relay-metrics.js'

/** What the relay must know of the features. */
export interface RelayModuleOptions {
  readonly cachedTables: readonly CachedTable[]
}

/**
 * Tails the region's write-ahead log. Needs the database with all entities, the cache, `RegionConfig`, `ReplicationConfig`,
 * `QueueConfig` and a metrics registry.
 */
@Module({})
export class RelayModule {
  static forRoot({ cachedTables }: RelayModuleOptions): DynamicModule {
    return {
      module: RelayModule,
      providers: [{ provide: CACHED_TABLES, useValue: cachedTables }, JobQueue, RelayMetrics, Relay, RegionObserver],
      exports: [Relay],
    }
  }
}

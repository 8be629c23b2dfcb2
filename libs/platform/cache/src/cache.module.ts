import { Global, Module } from '@nestjs/common'
import { CacheMetrics } from './metrics/cache-metrics.js'
import { Cache } from './reading/cache.js'
import { CacheStore } from './store/cache-store.js'

/** The region's cache, for all modules. Needs `CacheConfig` and a metrics registry; starts whether or not Redis answers. */
@Global()
@Module({ providers: [Cache, CacheStore, CacheMetrics], exports: [Cache, CacheStore] })
export class CacheModule {}

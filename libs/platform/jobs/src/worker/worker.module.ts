import { type DynamicModule, Module } from '@nestjs/common'
import { DiscoveryModule } from '@nestjs/core'
import { Deliveries } from './delivery.js'
import { Handlers } from './handlers.js'
import { JobRunner } from './job-runner.js'
import { JobWorker } from './job-worker.js'
import { DEFAULT_RETRY_POLICY, RETRY_POLICY, type RetryPolicy } from './retry-policy.js'
import { WorkerMetrics } from './worker-metrics.js'

/** What may differ between workers. */
export interface WorkerModuleOptions {
  readonly retry?: RetryPolicy
}

/**
 * Runs the jobs of this region whose handlers are among the providers of the process.
 * Needs the database, `QueueConfig`, `DatabaseConfig`, `RegionConfig` and a metrics registry.
 */
@Module({})
export class WorkerModule {
  static forRoot({ retry = DEFAULT_RETRY_POLICY }: WorkerModuleOptions = {}): DynamicModule {
    return {
      module: WorkerModule,
      imports: [DiscoveryModule],
      providers: [
        { provide: RETRY_POLICY, useValue: retry },
        Handlers,
        JobRunner,
        WorkerMetrics,
        Deliveries,
        JobWorker,
      ],
      exports: [JobWorker],
    }
  }
}

import { type Config, ConfigModule } from '@bicoastal/config'
import { LifecycleModule } from '@bicoastal/lifecycle'
import { TelemetryModule } from '@bicoastal/telemetry'
import { type DynamicModule, Module } from '@nestjs/common'
import { IncidentObserver } from './incident-observer.js'
import { Keeper } from './keeper.js'
import { KeeperMetrics } from './keeper-metrics.js'
import { keptTables, TABLES } from './tables.js'
import { Verifier } from './verifier.js'

/** The keeper: what keeps one region's data equal to its peer's, on connections of its own. */
@Module({})
export class AppModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [ConfigModule.forRoot(config), LifecycleModule, TelemetryModule],
      providers: [{ provide: TABLES, useFactory: keptTables }, KeeperMetrics, IncidentObserver, Verifier, Keeper],
    }
  }
}

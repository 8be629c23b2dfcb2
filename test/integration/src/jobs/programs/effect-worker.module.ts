import { type Config, ConfigModule } from '@bicoastal/config'
import { DatabaseModule } from '@bicoastal/database'
import { JobsModule, WorkerModule, entitiesOf } from '@bicoastal/jobs'
import { LifecycleModule } from '@bicoastal/lifecycle'
import { TelemetryModule } from '@bicoastal/telemetry'
import { type DynamicModule, Module } from '@nestjs/common'
import { EffectsModule } from '../effects.js'

/** A worker like that of apps/worker, with the handler of the tests and little patience. */
@Module({})
export class EffectWorkerModule {
  static forRoot(config: Config, handlers: readonly (typeof EffectsModule)[] = [EffectsModule]): DynamicModule {
    return {
      module: EffectWorkerModule,
      imports: [
        ConfigModule.forRoot(config),
        LifecycleModule,
        TelemetryModule,
        DatabaseModule.forRoot({ entities: entitiesOf([]) }),
        JobsModule,
        ...handlers,
        WorkerModule.forRoot({ retry: { attempts: 3, firstRest: 50, longestRest: 200 } }),
      ],
    }
  }
}

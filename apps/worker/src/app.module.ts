import { AgreementModule } from '@bicoastal/agreement'
import { CacheModule } from '@bicoastal/cache'
import { type Config, ConfigModule } from '@bicoastal/config'
import { DatabaseModule } from '@bicoastal/database'
import { FEATURES } from '@bicoastal/features'
import { JobsModule, WorkerModule, entitiesOf } from '@bicoastal/jobs'
import { LifecycleModule } from '@bicoastal/lifecycle'
import { PeerModule } from '@bicoastal/region'
import { TelemetryModule } from '@bicoastal/telemetry'
import { type DynamicModule, Module } from '@nestjs/common'

/** The worker: the job handlers of every feature on the platform's modules. */
@Module({})
export class AppModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        LifecycleModule,
        TelemetryModule,
        DatabaseModule.forRoot({ entities: entitiesOf(FEATURES) }),
        CacheModule,
        JobsModule,
        PeerModule,
        AgreementModule,
        ...FEATURES.flatMap(({ jobModules }) => jobModules),
        WorkerModule.forRoot(),
      ],
    }
  }
}

import { AgreementHttpModule, AgreementModule } from '@bicoastal/agreement'
import { CacheModule } from '@bicoastal/cache'
import { type Config, ConfigModule } from '@bicoastal/config'
import { DatabaseModule } from '@bicoastal/database'
import { EscrowHttpModule, EscrowModule } from '@bicoastal/escrow'
import { FEATURES } from '@bicoastal/features'
import { HealthModule } from '@bicoastal/health'
import { HttpModule, SessionModule } from '@bicoastal/http'
import { JobsModule, entitiesOf } from '@bicoastal/jobs'
import { LifecycleModule } from '@bicoastal/lifecycle'
import { OperationsModule } from '@bicoastal/operations'
import { RegionModule } from '@bicoastal/region'
import { TelemetryModule } from '@bicoastal/telemetry'
import { type DynamicModule, Module } from '@nestjs/common'

/** The api: the controllers of every feature on the platform's modules. */
@Module({})
export class AppModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        LifecycleModule,
        TelemetryModule,
        HttpModule,
        DatabaseModule.forRoot({ entities: entitiesOf(FEATURES) }),
        SessionModule,
        CacheModule,
        JobsModule,
        HealthModule,
        RegionModule,
        OperationsModule,
        AgreementModule,
        AgreementHttpModule,
        EscrowModule,
        EscrowHttpModule,
        ...FEATURES.flatMap(({ httpModules }) => httpModules),
      ],
    }
  }
}

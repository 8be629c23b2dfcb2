import { Module } from '@nestjs/common'
import { TerminusModule } from '@nestjs/terminus'
import { HealthController } from './health.controller.js'
import { Readiness } from './ready/readiness.js'
import { DatabaseProbe } from './region/database-probe.js'
import { RegionHealth } from './region/region-health.js'

/** Health by HTTP. Needs the sections Database and Region, LifecycleModule and TelemetryModule. */
@Module({
  // Without a logger of its own: every check of a load balancer that is answered "no" would be an error in the log.
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [DatabaseProbe, RegionHealth, Readiness],
  exports: [RegionHealth],
})
export class HealthModule {}

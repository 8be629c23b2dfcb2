import { HealthModule } from '@bicoastal/health'
import { Module } from '@nestjs/common'
import { PeerOperationsController } from './peer-operations.controller.js'
import { OwnOverview } from './regions/own-overview.js'
import { RegionsController } from './regions/regions.controller.js'
import { Regions } from './regions/regions.js'

/** What operators see and do, below `/ops`. Needs HttpModule, DatabaseModule and RegionModule. */
@Module({
  imports: [HealthModule],
  controllers: [RegionsController, PeerOperationsController],
  providers: [OwnOverview, Regions],
})
export class OperationsModule {}

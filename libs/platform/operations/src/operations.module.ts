import { HealthModule, ReadinessCondition } from '@bicoastal/health'
import { Global, Module } from '@nestjs/common'
import { ConflictsController } from './conflicts/conflicts.controller.js'
import { IncidentsController } from './incidents/incidents.controller.js'
import { PeerOperationsController } from './peer-operations.controller.js'
import { OwnOverview } from './regions/own-overview.js'
import { RegionsController } from './regions/regions.controller.js'
import { SchemaAgreement } from './schema/schema-agreement.js'
import { PrimarySql } from './sql/primary-sql.js'
import { VerificationController } from './verification/verification.controller.js'
import { Regions } from './regions/regions.js'

/** What operators see and do, below `/ops`. Needs HttpModule, DatabaseModule and RegionModule. */
@Global()
@Module({
  imports: [HealthModule],
  controllers: [
    RegionsController,
    ConflictsController,
    VerificationController,
    IncidentsController,
    PeerOperationsController,
  ],
  providers: [
    PrimarySql,
    OwnOverview,
    Regions,
    SchemaAgreement,
    { provide: ReadinessCondition, useExisting: SchemaAgreement },
  ],
  exports: [ReadinessCondition],
})
export class OperationsModule {}

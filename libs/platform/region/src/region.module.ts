import { HealthModule, RegionAdmission } from '@bicoastal/health'
import { PeerObservation } from '@bicoastal/kernel'
import { Global, Module } from '@nestjs/common'
import { PeerModule } from './peer/peer.module.js'
import { PeerRegionController } from './peer-region.controller.js'
import { PeerWatch } from './presence/peer-watch.js'
import { ReplicationEar } from './presence/replication-ear.js'
import { RegionMetrics } from './region-metrics.js'
import { OwnRegion } from './switch/own-region.js'
import { RegionSwitching } from './switch/region-switching.js'
import { ReturnWatch } from './switch/return-watch.js'
import { SwitchStore } from './switch/switch-store.js'

/**
 * The states of this region and of its peer, for a process that serves HTTP. Health, and through it the edges, follow
 * the switch. Needs DatabaseModule, TelemetryModule and the sections Peer and Region.
 */
@Global()
@Module({
  imports: [PeerModule, HealthModule],
  controllers: [PeerRegionController],
  providers: [
    SwitchStore,
    OwnRegion,
    { provide: RegionAdmission, useExisting: OwnRegion },
    ReplicationEar,
    PeerWatch,
    { provide: PeerObservation, useExisting: PeerWatch },
    RegionSwitching,
    ReturnWatch,
    RegionMetrics,
  ],
  exports: [OwnRegion, RegionAdmission, PeerWatch, PeerObservation, RegionSwitching],
})
export class RegionModule {}

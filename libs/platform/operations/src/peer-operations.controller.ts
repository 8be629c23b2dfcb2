import { PeerOnly } from '@bicoastal/region'
import { Controller, Get } from '@nestjs/common'
import { OwnOverview } from './regions/own-overview.js'
import type { RegionOverview } from './regions/region-overview.js'

/** What the peer asks of this region on behalf of an operator whom it serves. */
@Controller('peer/operations')
@PeerOnly()
export class PeerOperationsController {
  constructor(private readonly own: OwnOverview) {}

  @Get('overview')
  overview(): Promise<RegionOverview> {
    return this.own.read()
  }
}

import { RegionConfig } from '@bicoastal/config'
import { Positions } from '@bicoastal/database'
import { RegionHealth } from '@bicoastal/health'
import { RequestBody } from '@bicoastal/http'
import { Controller, Get, HttpCode, Post } from '@nestjs/common'
import { PeerOnly } from './peer/peer-only.guard.js'
import type { PeerReport } from './presence/peer-report.js'
import { PeerWatch } from './presence/peer-watch.js'
import { OwnRegion } from './switch/own-region.js'
import { writePosition } from './switch/return-watch.js'
import { RegionSwitching } from './switch/region-switching.js'
import { type SwitchAnswer, type SwitchOrder, switchOrder } from './switch/switch-order.js'

/** What the peer asks of this region. The report comes from memory: being asked twice a second costs nothing. */
@Controller('peer/region')
@PeerOnly()
export class PeerRegionController {
  constructor(
    private readonly config: RegionConfig,
    private readonly own: OwnRegion,
    private readonly watch: PeerWatch,
    private readonly health: RegionHealth,
    private readonly switching: RegionSwitching,
    private readonly positions: Positions,
  ) {}

  @Get()
  report(): PeerReport {
    return {
      region: this.config.region,
      state: this.own.current?.state ?? null,
      capable: this.health.capable('reads').ok && this.health.capable('writes').ok,
      peer: this.watch.state,
    }
  }

  @Get('position')
  async position() {
    return writePosition(await this.positions.committed())
  }

  @Post('switch')
  @HttpCode(200)
  switch(@RequestBody(switchOrder) order: SwitchOrder): Promise<SwitchAnswer> {
    return this.switching.throw(this.config.region, order.switch, order)
  }
}

import { Draining } from '@bicoastal/lifecycle'
import { Injectable, Optional } from '@nestjs/common'
import { HealthIndicatorService } from '@nestjs/terminus'
import { RegionHealth } from '../region/region-health.js'
import { ReadinessCondition } from './readiness-condition.js'

/** What this process needs to serve requests, as indicators of Terminus. */
@Injectable()
export class Readiness {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly draining: Draining,
    private readonly region: RegionHealth,
    @Optional() private readonly condition?: ReadinessCondition,
  ) {}

  /** Up when the database answered a moment ago, also in a region that callers are kept from: its peer and operators need it. */
  database() {
    const indicator = this.indicators.check('database')
    const { ok, reasons } = this.region.capable('reads')
    return ok ? indicator.up() : indicator.down({ reasons })
  }

  /** Up until the process is told to stop. */
  lifecycle() {
    const indicator = this.indicators.check('lifecycle')
    return this.draining.active ? indicator.down({ reasons: ['the process is leaving'] }) : indicator.up()
  }

  /** Up when what the process was composed with needs nothing more. */
  further() {
    if (this.condition === undefined) return {}
    const indicator = this.indicators.check(this.condition.name)
    const reason = this.condition.reasonAgainst()
    return reason === null ? indicator.up() : indicator.down({ reasons: [reason] })
  }
}

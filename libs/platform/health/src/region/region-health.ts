import { RegionConfig } from '@bicoastal/config'
import { type Milliseconds, seconds, systemClock } from '@bicoastal/kernel'
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy, Optional } from '@nestjs/common'
import { Gauge, Registry } from 'prom-client'
import { DatabaseProbe } from './database-probe.js'
import { RegionAdmission } from './region-admission.js'
import { type Answer, type Finding, PURPOSES, type Purpose, type Verdict, answerFrom } from './verdict.js'

const INTERVAL: Milliseconds = 500
/** Older findings count for nothing. Longer than a look that waits for every timeout would leave too much room. */
const STALE_AFTER: Milliseconds = seconds(3)

/** What this region may be sent: looked at in the background, so that asking costs nothing and can be done often. */
@Injectable()
export class RegionHealth implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('health')
  readonly #clock = systemClock
  #finding: Finding = { reads: 'not checked yet', writes: 'not checked yet' }
  #lookedAt: Milliseconds = -Infinity
  #checkedAt: string | null = null
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(
    private readonly probe: DatabaseProbe,
    private readonly config: RegionConfig,
    registry: Registry,
    @Optional() private readonly admission?: RegionAdmission,
  ) {
    registry.registerMetric(this.#gauge())
  }

  /** The verdict as of now: what health allows and an operator has not switched off. */
  verdict(): Verdict {
    return {
      region: this.config.region,
      reads: this.#admitted('reads'),
      writes: this.#admitted('writes'),
      checkedAt: this.#checkedAt,
      staleAfterMs: STALE_AFTER,
    }
  }

  /** Whether requests of a kind would succeed here, whoever is meant to get them. A finding that is too old means no. */
  capable(purpose: Purpose): Answer {
    return answerFrom(this.#finding[purpose], this.#clock.monotonic() - this.#lookedAt, STALE_AFTER)
  }

  /** Starts looking and does not wait: a process starts, and lives, without its database. */
  onApplicationBootstrap(): void {
    void this.#look()
  }

  onModuleDestroy(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  #admitted(purpose: Purpose): Answer {
    const { reasons } = this.capable(purpose)
    const against = this.admission?.reasonAgainst(purpose) ?? null
    const all = against === null ? reasons : [...reasons, against]
    return { ok: all.length === 0, reasons: all }
  }

  async #look(): Promise<void> {
    const began = this.#clock.monotonic()
    const finding = await this.probe.look()
    this.#report(finding)
    this.#finding = finding
    // Dated by its beginning: what was found may have been so only then.
    this.#lookedAt = began
    this.#checkedAt = new Date(this.#clock.now()).toISOString()
    if (!this.#stopped) this.#timer = setTimeout(() => void this.#look(), INTERVAL)
  }

  #report(next: Finding): void {
    for (const purpose of PURPOSES) {
      const [before, after] = [this.#finding[purpose], next[purpose]]
      if ((before === null) === (after === null)) continue
      if (after === null) this.#logger.log(`The region takes ${purpose}.`)
      else this.#logger.warn(`The region takes no ${purpose}: ${after}.`)
    }
  }

  #gauge(): Gauge<'purpose'> {
    const current = (purpose: Purpose) => (this.verdict()[purpose].ok ? 1 : 0)
    return new Gauge({
      name: 'region_health',
      help: 'Whether this process finds its region fit for reads or writes (1) or not (0).',
      labelNames: ['purpose'],
      registers: [],
      collect() {
        for (const purpose of PURPOSES) this.set({ purpose }, current(purpose))
      },
    })
  }
}

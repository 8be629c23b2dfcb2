import type { Milliseconds, RegionId } from '@bicoastal/kernel'
import { type TwoRegions, pace } from '@bicoastal/testkit'

const PER_SECOND = 10
const PATIENCE: Milliseconds = 2000

/** Writes to one region by its own edge, to learn when it takes writes itself: the global edge hides that. */
export class RegionWrites {
  private readonly stopping = new AbortController()
  private readonly refusals: Milliseconds[] = []
  private running: Promise<void> = Promise.resolve()

  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** Begins to write to a register of the drill's own. */
  static async begin(regions: TwoRegions, region: RegionId): Promise<RegionWrites> {
    const token = await regions.token({ roles: ['ops'] })
    const writes = new RegionWrites(`${regions.origins[region]}/probe/registers/region-writes-${region}`, token)
    writes.running = pace(PER_SECOND, () => writes.write(), writes.stopping.signal)
    return writes
  }

  /**
   * Stops writing.
   *
   * @returns the time from `since` (monotonic) to the end of the last write that was not taken; 0 when there was none.
   */
  async end(since: Milliseconds): Promise<Milliseconds> {
    this.stopping.abort()
    await this.running
    return Math.max(0, ...this.refusals.map((at) => at - since))
  }

  private async write(): Promise<void> {
    try {
      const response = await fetch(this.url, {
        method: 'PUT',
        headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ value: String(performance.now()) }),
        signal: AbortSignal.timeout(PATIENCE),
      })
      await response.body?.cancel()
      if (!response.ok) this.refusals.push(performance.now())
    } catch {
      // No answer is a refusal; when it came is all that is measured.
      this.refusals.push(performance.now())
    }
  }
}

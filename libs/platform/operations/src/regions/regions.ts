import { RegionConfig } from '@bicoastal/config'
import { type Milliseconds, REGIONS, type RegionId, seconds } from '@bicoastal/kernel'
import { PeerClient, PeerWatch, isPeerRefusedError, isPeerUnreachableError } from '@bicoastal/region'
import { Injectable } from '@nestjs/common'
import { OwnOverview } from './own-overview.js'
import { type RegionsDocument, regionOverview } from './region-overview.js'

const PATIENCE: Milliseconds = seconds(2)

type Entry = RegionsDocument['regions'][number]

/** Both regions at one look, from whichever of them the operator reached. */
@Injectable()
export class Regions {
  constructor(
    private readonly own: OwnOverview,
    private readonly peer: PeerClient,
    private readonly watch: PeerWatch,
    private readonly config: RegionConfig,
  ) {}

  /** Takes two seconds when the peer does not answer, and says so then. */
  async read(): Promise<RegionsDocument> {
    const regions = await Promise.all(
      REGIONS.map(async (region) => (region === this.config.region ? this.#here() : this.#there(region))),
    )
    return { answeredBy: this.config.region, regions }
  }

  async #here(): Promise<Entry> {
    return { ...(await this.own.read()), answers: true }
  }

  async #there(region: RegionId): Promise<Entry> {
    try {
      const question = { path: '/peer/operations/overview', answer: regionOverview, deadline: PATIENCE }
      return { ...(await this.peer.ask(question)), answers: true }
    } catch (error) {
      if (!isPeerUnreachableError(error) && !isPeerRefusedError(error)) throw error
      return { region, answers: false, reason: error.message, lastState: this.watch.report?.state ?? null }
    }
  }
}

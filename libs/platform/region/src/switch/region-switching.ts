import { RegionConfig } from '@bicoastal/config'
import { type RegionId, seconds } from '@bicoastal/kernel'
import { Injectable } from '@nestjs/common'
import { PeerClient } from '../peer/peer-client.js'
import { isPeerRefusedError } from '../peer/peer-refused.error.js'
import { isPeerUnreachableError } from '../peer/peer-unreachable.error.js'
import { type PeerReport, peerReport } from '../presence/peer-report.js'
import { OwnRegion } from './own-region.js'
import { PeerCannotTakeOverError } from './peer-cannot-take-over.error.js'
import type { RegionSwitch } from './region-table.js'
import { type SwitchAnswer, switchAnswer } from './switch-order.js'

/** Who throws a switch, and how. */
export interface SwitchOptions {
  /** For the record: the subject of the operator's token. */
  readonly by: string
  /** Also when the peer cannot take over. */
  readonly force: boolean
}

const PATIENCE = seconds(5)

/** Throws the switch of either region, wherever the operator's request arrived. Repeating a switch does nothing more. */
@Injectable()
export class RegionSwitching {
  constructor(
    private readonly own: OwnRegion,
    private readonly peer: PeerClient,
    private readonly config: RegionConfig,
  ) {}

  /**
   * Throws a switch of `region`.
   *
   * @throws PeerCannotTakeOverError when it would leave callers without a region, unless forced.
   * @throws PeerUnreachableError when the switch of the peer cannot be reached; it may have been thrown.
   * @throws DatabaseUnavailableError and its kin when this region's switch cannot be written.
   */
  async throw(region: RegionId, thrown: RegionSwitch, options: SwitchOptions): Promise<SwitchAnswer> {
    if (region !== this.config.region) return this.#throwThere(thrown, options)
    if (thrown !== 'return' && !options.force) await this.#requireSuccessor()
    const { state, changedAt, changedBy } = await this.own.apply(thrown, options.by)
    return { region, state, changedAt: changedAt.toISOString(), changedBy }
  }

  async #throwThere(thrown: RegionSwitch, options: SwitchOptions): Promise<SwitchAnswer> {
    try {
      const body = { switch: thrown, ...options }
      return await this.peer.ask({ path: '/peer/region/switch', body, answer: switchAnswer, deadline: PATIENCE })
    } catch (error) {
      const isOurs = isPeerRefusedError(error) && error.peerCode === PeerCannotTakeOverError.definition.code
      // Seen from there, "the other region" is this one.
      if (isOurs) throw new PeerCannotTakeOverError(`(${this.config.region}) is not fit to take over`)
      throw error
    }
  }

  /** Asked now rather than remembered: the peer may just have been told to go as well. */
  async #requireSuccessor(): Promise<void> {
    let report: PeerReport
    try {
      report = await this.peer.ask({ path: '/peer/region', answer: peerReport, deadline: PATIENCE })
    } catch (error) {
      if (isPeerUnreachableError(error)) throw new PeerCannotTakeOverError('does not answer')
      throw error
    }
    if (report.state !== 'active') throw new PeerCannotTakeOverError(`is ${report.state ?? 'not sure of its state'}`)
    if (!report.capable) throw new PeerCannotTakeOverError('is not well')
  }
}

import { Positions, isPeerNotCaughtUpError } from '@bicoastal/database'
import { type LogPosition, type Milliseconds, formatPosition, parsePosition, seconds } from '@bicoastal/kernel'
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { z } from 'zod'
import { BackgroundLoop } from '../background/background-loop.js'
import { PeerClient } from '../peer/peer-client.js'
import { isPeerUnreachableError } from '../peer/peer-unreachable.error.js'
import { PeerWatch } from '../presence/peer-watch.js'
import { OwnRegion } from './own-region.js'

const INTERVAL: Milliseconds = 500
/** One attempt; the next asks for a newer position, which is no further away than the old one. */
const PATIENCE: Milliseconds = seconds(5)

/** The end of a region's log, as it tells its peer. */
export const positionAnswer = z.object({ position: z.string() })

/** The position as it is sent. */
export const writePosition = (position: LogPosition) => ({ position: formatPosition(position) })

/**
 * Ends the return of this region: when it has everything that its peer had committed after the return began, or when the
 * peer is lost and somebody has to take the callers. Every process of the region tries; the first that finds it so ends it.
 */
@Injectable()
export class ReturnWatch implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('region')
  readonly #loop = new BackgroundLoop(INTERVAL, () => this.#look())

  constructor(
    private readonly own: OwnRegion,
    private readonly watch: PeerWatch,
    private readonly peer: PeerClient,
    private readonly positions: Positions,
  ) {}

  onApplicationBootstrap(): void {
    this.#loop.start()
  }

  async onModuleDestroy(): Promise<void> {
    await this.#loop.stop()
  }

  async #look(): Promise<void> {
    const began = this.own.current
    if (began?.state !== 'returning') return
    try {
      const reason = this.watch.state === 'lost' ? 'the peer is lost' : await this.#catchUp()
      // The same return: one that was broken off and begun anew has a later end.
      await this.own.apply('caughtUp', reason, began.changedAt)
    } catch (error) {
      const isAwaited = isPeerUnreachableError(error) || isPeerNotCaughtUpError(error)
      this.#logger.log(`Not returned yet: ${String(error)}${isAwaited ? '' : ' It is tried again.'}`)
    }
  }

  async #catchUp(): Promise<string> {
    const question = { path: '/peer/region/position', answer: positionAnswer, deadline: PATIENCE }
    const { position } = await this.peer.ask(question)
    await this.positions.awaitFromPeer(parsePosition(position), PATIENCE)
    return `caught up with the peer at ${position}`
  }
}

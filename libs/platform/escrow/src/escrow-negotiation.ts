import { PeerSilence, RowVersions } from '@bicoastal/agreement'
import { RegionConfig } from '@bicoastal/config'
import { type Milliseconds, type RegionId, peerOf, seconds } from '@bicoastal/kernel'
import { PeerClient, isPeerRefusedError, isPeerUnreachableError } from '@bicoastal/region'
import { Injectable } from '@nestjs/common'
import { z } from 'zod'
import { EscrowHeldByPeerError } from './escrow-held-by-peer.error.js'
import { ESCROW_PATH } from './escrow.path.js'
import { PendingShortages } from './pending-shortages.js'
import type { Shortage } from './shortage.js'

const answerSchema = z.object({
  /** The version of what the peer wrote to the row; the asker waits until it has it. `null` when the peer does not know the asker's row yet. */
  version: z
    .string()
    .regex(/^\d{1,19}$/)
    .nullable(),
  /** What the peer has left. */
  left: z.int(),
})

/** How long the peer and replication may take, together. */
const PATIENCE: Milliseconds = seconds(2)

/** The part of the time that the peer may use up waiting; the rest is for the way and for what arrives. */
const PEERS_SHARE = 0.5

/** Asks the peer for rights. */
@Injectable()
export class EscrowNegotiation {
  readonly #own: RegionId
  readonly #pending = new PendingShortages((shortage) => this.#ask(shortage))

  constructor(
    private readonly versions: RowVersions,
    private readonly peer: PeerClient,
    private readonly silence: PeerSilence,
    { region }: RegionConfig,
  ) {
    this.#own = region
  }

  /**
   * Asks the peer for what is missing, together with others who lack the same, and waits until all that it has ever handed over is here.
   *
   * @returns what the peer has left after it. Whoever lacks more than that in a new attempt lacks it for good: neither region has it.
   * @throws EscrowHeldByPeerError when the peer does not answer or what it gave does not arrive in time.
   */
  ask(shortage: Shortage): Promise<number> {
    return this.#pending.ask(shortage)
  }

  async #ask(shortage: Shortage): Promise<number> {
    const { escrow, missing } = shortage
    if (this.silence.lasts) throw new EscrowHeldByPeerError([shortage])
    const giveUpAt = performance.now() + PATIENCE
    const known = await this.versions.of(escrow)
    const body = {
      ...escrow,
      wanted: missing,
      includes: String(known[this.#own]),
      patience: Math.floor(PATIENCE * PEERS_SHARE),
    }
    const answer = await this.#send(shortage, body, Math.max(1, giveUpAt - performance.now()))
    const rest = giveUpAt - performance.now()
    if (answer.version === null) throw new EscrowHeldByPeerError([shortage])
    if (await this.versions.awaitVersion(escrow, peerOf(this.#own), BigInt(answer.version), rest)) return answer.left
    throw new EscrowHeldByPeerError([shortage])
  }

  async #send(shortage: Shortage, body: object, deadline: Milliseconds): Promise<z.infer<typeof answerSchema>> {
    try {
      const answer = await this.peer.ask({ path: ESCROW_PATH, body, answer: answerSchema, deadline })
      this.silence.ends()
      return answer
    } catch (error) {
      if (isPeerUnreachableError(error)) this.silence.begins()
      if (isPeerUnreachableError(error) || isPeerRefusedError(error)) throw new EscrowHeldByPeerError([shortage], error)
      throw error
    }
  }
}

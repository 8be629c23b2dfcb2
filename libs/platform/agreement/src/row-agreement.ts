import { RegionConfig } from '@bicoastal/config'
import { type Milliseconds, type RegionId, peerOf } from '@bicoastal/kernel'
import { PeerClient, isPeerRefusedError, isPeerUnreachableError } from '@bicoastal/region'
import { Injectable } from '@nestjs/common'
import { z } from 'zod'
import { AgreementNotReachedError } from './agreement-not-reached.error.js'
import { PeerSilence } from './peer-silence.js'
import { ROWS_PATH } from './rows.path.js'
import { type RowReference, versionSchema } from './row-reference.js'
import { RowVersions } from './row-versions.js'

/** What the peer answers: what it has itself written to the row by the time it knows everything we had written; `null` when it does not yet. */
const answerSchema = z.object({ version: versionSchema.nullable() })

/** The part of the time that the peer may use up waiting; the rest is for the way there and back. */
const PEERS_SHARE = 0.7

/** Makes both regions know the same about one row, in one round trip and the time replication takes. SPEC.md numbers what holds. */
@Injectable()
export class RowAgreement {
  readonly #own: RegionId

  constructor(
    private readonly versions: RowVersions,
    private readonly peer: PeerClient,
    private readonly silence: PeerSilence,
    { region }: RegionConfig,
  ) {
    this.#own = region
  }

  /**
   * Resolves when the peer's row includes everything that was committed to the row here before the call, and the row here
   * includes everything that was committed to it in the peer before that moment. Writes nothing; may be done any number of times.
   *
   * @throws AgreementNotReachedError when the peer cannot be asked or replication does not bring the row within `patience`.
   * @throws DatabaseUnavailableError and the like when this region's database does not answer.
   */
  async reach(row: RowReference, patience: Milliseconds): Promise<void> {
    const giveUpAt = performance.now() + patience
    const known = await this.versions.of(row)
    const theirs = await this.#ask(row, known[this.#own], giveUpAt - performance.now())
    const rest = giveUpAt - performance.now()
    if (!(await this.versions.awaitVersion(row, peerOf(this.#own), theirs, rest))) {
      throw new AgreementNotReachedError('what the other region wrote to it has not arrived here yet')
    }
  }

  async #ask(row: RowReference, version: bigint, deadline: Milliseconds): Promise<bigint> {
    if (this.silence.lasts) throw new AgreementNotReachedError('the other region did not answer a moment ago')
    const body = { ...row, includes: String(version), patience: Math.floor(Math.max(0, deadline * PEERS_SHARE)) }
    const theirs = await this.#send(body, deadline)
    if (theirs === null)
      throw new AgreementNotReachedError('what was written here has not arrived in the other region yet')
    return BigInt(theirs)
  }

  async #send(body: object, deadline: Milliseconds): Promise<string | null> {
    try {
      const answer = await this.peer.ask({
        path: ROWS_PATH,
        body,
        answer: answerSchema,
        deadline: Math.max(1, deadline),
      })
      this.silence.ends()
      return answer.version
    } catch (error) {
      if (isPeerUnreachableError(error)) this.silence.begins()
      if (isPeerUnreachableError(error) || isPeerRefusedError(error)) {
        throw new AgreementNotReachedError('the other region did not confirm that it knows of it', error)
      }
      throw error
    }
  }
}

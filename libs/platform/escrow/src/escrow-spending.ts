import { type TransactionalWork, Transactions } from '@bicoastal/database'
import { Injectable } from '@nestjs/common'
import { EscrowContendedError } from './escrow-contended.error.js'
import { EscrowExhaustedError } from './escrow-exhausted.error.js'
import { EscrowNegotiation } from './escrow-negotiation.js'
import { isShortOfRightsError } from './short-of-rights.error.js'
import { type Shortage, nameOf } from './shortage.js'

/** How {@link EscrowSpending.run} goes about it. */
export interface SpendingOptions {
  /** As of `Transactions.run`. */
  readonly idempotent?: boolean
}

/** Rounds of asking the peer, when others keep spending what it hands over. */
const ROUNDS = 5

/** Runs transactions that spend; where this region has not the right to so much, asks the peer for it first. */
@Injectable()
export class EscrowSpending {
  constructor(
    private readonly transactions: Transactions,
    private readonly negotiation: EscrowNegotiation,
  ) {}

  /**
   * Runs `work` in a transaction. Where it throws ShortOfRightsError, everything is rolled back, the peer is asked, outside of any
   * transaction, and `work` is run again.
   *
   * @throws EscrowExhaustedError when both regions together have not enough. Nothing is written.
   * @throws EscrowHeldByPeerError when the peer, which may have enough, cannot be asked. Nothing is written.
   * @throws EscrowContendedError when others were faster every time. Nothing is written.
   * @throws what `Transactions.run` and `work` throw.
   */
  async run<T>(work: TransactionalWork<T>, { idempotent = false }: SpendingOptions = {}) {
    const left = new Map<string, number>()
    for (let round = 0; round <= ROUNDS; round += 1) {
      const attempt = await this.#attempt(work, idempotent)
      if ('value' in attempt) return attempt.value
      const hopeless = attempt.shortages.filter(
        ({ escrow, missing }) => (left.get(nameOf(escrow)) ?? missing) < missing,
      )
      if (hopeless.length > 0) throw new EscrowExhaustedError(hopeless)
      for (const shortage of attempt.shortages) {
        left.set(nameOf(shortage.escrow), await this.negotiation.ask(shortage))
      }
    }
    throw new EscrowContendedError()
  }

  async #attempt<T>(
    work: TransactionalWork<T>,
    idempotent: boolean,
  ): Promise<{ value: T } | { shortages: readonly Shortage[] }> {
    try {
      return { value: await this.transactions.run(work, { idempotent }) }
    } catch (error) {
      if (isShortOfRightsError(error)) return { shortages: error.shortages }
      throw error
    }
  }
}

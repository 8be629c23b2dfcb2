import { RowAgreement, isAgreementNotReachedError } from '@bicoastal/agreement'
import { Statements } from '@bicoastal/database'
import { Jobs } from '@bicoastal/jobs'
import { type Milliseconds, derivedId } from '@bicoastal/kernel'
import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { ClaimState } from './claim.entity.js'
import { CONFIRM_CLAIM, FIND_CLAIM, INSERT_CLAIM } from './claim-statements.js'
import { ClaimTakenError } from './claim-taken.error.js'
import { type ClaimRequest, settleClaim } from './settle-claim.job.js'

/**
 * What became of a claim. `confirmed` and `lost` are final; `pending` is neither, because the peer could not be asked: it
 * settles by itself when it can.
 */
export type ClaimOutcome = ClaimState | 'lost'

/** A claimed value. */
export interface StandingClaim {
  readonly holder: string
  readonly state: ClaimState
  readonly claimed_at: Date
}

/** Gives values that only one may have to one holder, across regions. SPEC.md numbers what it holds to. */
@Injectable()
export class Claims {
  constructor(
    private readonly statements: Statements,
    private readonly jobs: Jobs,
    private readonly agreement: RowAgreement,
  ) {}

  /**
   * Claims a value in the caller's transaction, and promises to settle whose it is. The same holder may claim it again.
   *
   * @throws ClaimTakenError when the row names another holder.
   */
  async claim(manager: EntityManager, request: ClaimRequest): Promise<void> {
    const { namespace, value, holder } = request
    const insert = { name: 'claims-insert', text: INSERT_CLAIM, values: [namespace, value, holder] }
    const inserted = await this.statements.within(manager, insert)
    if (inserted.length === 0) {
      const find = { name: 'claims-find', text: FIND_CLAIM, values: [namespace, value] }
      const [standing] = await this.statements.within<StandingClaim>(manager, find)
      if (standing?.holder !== holder) throw new ClaimTakenError(value)
    }
    // A process that dies after this transaction leaves nobody who asks the peer.
    await this.jobs.add(manager, settleClaim, request, { id: derivedId(settleClaim.name, namespace, value, holder) })
  }

  /**
   * Settles whose the value is. Call it after the transaction that claimed it; doing it again, in either region, is harmless.
   *
   * @param patience how long the caller waits for the peer at most.
   * @throws DatabaseUnavailableError and the like when this region's database does not answer.
   */
  async settle({ namespace, value, holder }: ClaimRequest, patience: Milliseconds): Promise<ClaimOutcome> {
    const standing = await this.standing(namespace, value)
    if (standing?.holder !== holder) return 'lost'
    if (standing.state === 'confirmed') return 'confirmed'
    try {
      await this.agreement.reach({ table: 'claims', key: [namespace, value] }, patience)
    } catch (error) {
      if (isAgreementNotReachedError(error)) return 'pending'
      throw error
    }
    const statement = { name: 'claims-confirm', text: CONFIRM_CLAIM, values: [namespace, value, holder] }
    const confirmed = await this.statements.write(statement, { idempotent: true })
    return confirmed.length > 0 ? 'confirmed' : 'lost'
  }

  /** The claim to a value as this region's primary knows it; `undefined` where there is none. */
  async standing(namespace: string, value: string): Promise<StandingClaim | undefined> {
    const statement = { name: 'claims-find', text: FIND_CLAIM, values: [namespace, value] }
    // As a write, which goes to the primary: a replica may not have what was claimed a moment ago.
    const [row] = await this.statements.write<StandingClaim & Record<string, unknown>>(statement, { idempotent: true })
    return row
  }
}

import { ClaimTakenError, Claims } from '@bicoastal/claims'
import { Transactions } from '@bicoastal/database'
import { type Milliseconds, seconds } from '@bicoastal/kernel'
import { Injectable } from '@nestjs/common'
import { ClaimNotFoundError } from './claim-not-found.error.js'
import type { ClaimDocument } from './claim.schema.js'

const NAMESPACE = 'probe'
const PATIENCE: Milliseconds = seconds(2)

/** The claims that drills race for. */
@Injectable()
export class ProbeClaims {
  constructor(
    private readonly claims: Claims,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Claims a key for a holder, who may claim it again.
   *
   * @throws ClaimTakenError when somebody else has it.
   */
  async claim(key: string, holder: string): Promise<ClaimDocument> {
    const request = { namespace: NAMESPACE, value: key, holder }
    await this.transactions.run((manager) => this.claims.claim(manager, request), { idempotent: true })
    const state = await this.claims.settle(request, PATIENCE)
    if (state === 'lost') throw new ClaimTakenError(key)
    return { key, holder, state }
  }

  /** @throws ClaimNotFoundError where nobody claimed it. */
  async read(key: string): Promise<ClaimDocument> {
    const standing = await this.claims.standing(NAMESPACE, key)
    if (!standing) throw new ClaimNotFoundError(key)
    return { key, holder: standing.holder, state: standing.state }
  }
}

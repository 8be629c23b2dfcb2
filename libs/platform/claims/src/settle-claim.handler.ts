import { type Handler, JobHandler, JobPutOffError } from '@bicoastal/jobs'
import { type Milliseconds, seconds } from '@bicoastal/kernel'
import { Injectable } from '@nestjs/common'
import { Claims } from './claims.js'
import { type ClaimRequest, settleClaim } from './settle-claim.job.js'

const PATIENCE: Milliseconds = seconds(0.5)
/** Whoever claimed the value settles it at once, as a rule. */
const HEAD_START: Milliseconds = seconds(3)
const LONGEST_PAUSE: Milliseconds = seconds(15)

/** Settles claims whose claimant could not: it died, or the peer was away. */
@Injectable()
@JobHandler(settleClaim)
export class SettleClaimHandler implements Handler<ClaimRequest> {
  constructor(private readonly claims: Claims) {}

  async run(request: ClaimRequest): Promise<void> {
    const standing = await this.claims.standing(request.namespace, request.value)
    if (standing?.holder !== request.holder || standing.state === 'confirmed') return
    const age = Date.now() - standing.claimed_at.getTime()
    // A clock that is behind must not put it off for ever.
    if (age >= 0 && age < HEAD_START)
      throw new JobPutOffError('its claimant settles it at this moment', HEAD_START - age)
    if ((await this.claims.settle(request, PATIENCE)) === 'pending') {
      throw new JobPutOffError('the other region cannot be asked whose the value is', pauseAfter(age))
    }
  }
}

/** Longer the longer the peer is away already: many claims that wait must not keep the worker from everything else. */
function pauseAfter(age: Milliseconds): Milliseconds {
  return Math.min(LONGEST_PAUSE, Math.max(seconds(1), age / 4))
}

import { Module } from '@nestjs/common'
import { Claims } from './claims.js'
import { SettleClaimHandler } from './settle-claim.handler.js'

/** Lets a module claim values. Needs the database, `JobsModule` and `AgreementModule`. */
@Module({ providers: [Claims], exports: [Claims] })
export class ClaimsModule {}

/** What the worker runs of claims; every feature that claims values lists it. */
@Module({ imports: [ClaimsModule], providers: [SettleClaimHandler] })
export class ClaimJobsModule {}

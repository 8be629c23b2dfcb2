import { Global, Module } from '@nestjs/common'
import { EscrowController } from './escrow.controller.js'
import { EscrowNegotiation } from './escrow-negotiation.js'
import { EscrowSpending } from './escrow-spending.js'
import { Escrows } from './escrows.js'

/** Lets everything in the process spend escrows. Needs the database, `PeerModule`, `AgreementModule` and the section Region. */
@Global()
@Module({
  providers: [Escrows, EscrowNegotiation, EscrowSpending],
  exports: [Escrows, EscrowSpending],
})
export class EscrowModule {}

/** Answers the peer's side of it; for processes that serve HTTP. */
@Module({ controllers: [EscrowController] })
export class EscrowHttpModule {}

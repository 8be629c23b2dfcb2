import { ClaimsModule } from '@bicoastal/claims'
import { Module } from '@nestjs/common'
import { ClaimsController } from './claims/claims.controller.js'
import { ProbeClaims } from './claims/probe-claims.js'
import { Counters } from './counters/counters.js'
import { CountersController } from './counters/counters.controller.js'
import { EscrowsController } from './escrows/escrows.controller.js'
import { ProbeEscrows } from './escrows/probe-escrows.js'
import { Ledger } from './ledger/ledger.js'
import { LedgerController } from './ledger/ledger.controller.js'
import { Registers } from './registers/registers.js'
import { RegistersController } from './registers/registers.controller.js'
import { Sets } from './sets/sets.js'
import { SetsController } from './sets/sets.controller.js'

/** What the api serves of the probe. Database, agreement and escrows are global. */
@Module({
  imports: [ClaimsModule],
  controllers: [
    RegistersController,
    CountersController,
    SetsController,
    LedgerController,
    ClaimsController,
    EscrowsController,
  ],
  providers: [Registers, Counters, Sets, Ledger, ProbeClaims, ProbeEscrows],
})
export class ProbeModule {}

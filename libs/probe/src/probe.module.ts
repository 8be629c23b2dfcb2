import { Module } from '@nestjs/common'
import { Counters } from './counters/counters.js'
import { CountersController } from './counters/counters.controller.js'
import { Registers } from './registers/registers.js'
import { RegistersController } from './registers/registers.controller.js'

/** What the api serves of the probe. The database it needs is global. */
@Module({
  controllers: [RegistersController, CountersController],
  providers: [Registers, Counters],
})
export class ProbeModule {}

import { AppModule } from '@bicoastal/api'
import { CACHE_CLOCK } from '@bicoastal/cache'
import type { Config } from '@bicoastal/config'
import { type Clock, type Milliseconds } from '@bicoastal/kernel'
import { type DynamicModule, Global, Module } from '@nestjs/common'
import { DurableController } from './durable.controller.js'

/** A clock that a test can set ahead. */
export class MovableClock implements Clock {
  ahead: Milliseconds = 0

  now(): Milliseconds {
    return Date.now() + this.ahead
  }

  monotonic(): Milliseconds {
    return performance.now()
  }
}

/** The api as it is, with a route that promises durability and a cache that lives by the test's clock. */
@Global()
@Module({})
export class SessionTrialModule {
  static forRoot(config: Config, clock: MovableClock): DynamicModule {
    return {
      module: SessionTrialModule,
      imports: [AppModule.forRoot(config)],
      controllers: [DurableController],
      providers: [{ provide: CACHE_CLOCK, useValue: clock }],
      exports: [CACHE_CLOCK],
    }
  }
}

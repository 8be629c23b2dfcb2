import { Global, Module } from '@nestjs/common'
import { Draining } from './draining.js'

/** Lets everything in the process know whether it is leaving. */
@Global()
@Module({ providers: [Draining], exports: [Draining] })
export class LifecycleModule {}

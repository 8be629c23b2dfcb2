import { Module } from '@nestjs/common'
import { SessionHooks } from './session-hooks.js'

/** Session tokens, consistency and durability for every route of the process. Needs DatabaseModule. */
@Module({ providers: [SessionHooks] })
export class SessionModule {}

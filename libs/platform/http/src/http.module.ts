import { AuthenticationConfig } from '@bicoastal/config'
import { Global, Module } from '@nestjs/common'
import { createTokenVerifier } from './authentication/create-token-verifier.js'
import { TokenVerifier } from './authentication/token-verifier.js'

/** Lets `@Roles()` protect routes in all modules. Needs the section Authentication. */
@Global()
@Module({
  providers: [{ provide: TokenVerifier, useFactory: createTokenVerifier, inject: [AuthenticationConfig] }],
  exports: [TokenVerifier],
})
export class HttpModule {}

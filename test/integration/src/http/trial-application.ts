import {
  AuthenticationConfig,
  type Config,
  ConfigModule,
  RegionConfig,
  TelemetryConfig,
  readConfig,
} from '@bicoastal/config'
import { HttpModule, createHttpApplication } from '@bicoastal/http'
import { LifecycleModule } from '@bicoastal/lifecycle'
import { TelemetryModule } from '@bicoastal/telemetry'
import { TokenIssuer, removeDirectory, temporaryDirectory } from '@bicoastal/testkit'
import { type DynamicModule, Module } from '@nestjs/common'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { TrialController } from './trial.controller.js'

@Module({})
class TrialModule {
  static forRoot(config: Config): DynamicModule {
    const imports = [ConfigModule.forRoot(config), LifecycleModule, TelemetryModule, HttpModule]
    return { module: TrialModule, imports, controllers: [TrialController] }
  }
}

/** An application with {@link TrialController}, listening; nothing of it needs a server. */
export interface TrialApplication {
  readonly app: NestFastifyApplication
  /** Where it answers. */
  readonly url: string
  readonly port: number
  readonly tokens: TokenIssuer
  stop(): Promise<void>
}

/** Starts the application; `authentication` wins over the key file of its own token issuer. */
export async function startTrialApplication(authentication?: Record<string, string>): Promise<TrialApplication> {
  const directory = temporaryDirectory('http')
  const tokens = await TokenIssuer.create(directory)
  const config = readConfig([RegionConfig, AuthenticationConfig, TelemetryConfig], {
    REGION: 'west',
    INSTANCE: 'trial-1',
    METRICS_PORT: '0',
    LOG_LEVEL: 'silent',
    JWT_ISSUER: TokenIssuer.issuer,
    JWT_AUDIENCE: TokenIssuer.audience,
    ...(authentication ?? { JWT_KEY_FILE: tokens.keyFile }),
  })
  const app = await createHttpApplication(TrialModule.forRoot(config), config)
  await app.listen(0, '127.0.0.1')
  const url = await app.getUrl()
  const stop = async () => {
    await app.close()
    removeDirectory(directory)
  }
  return { app, url, port: Number(new URL(url).port), tokens, stop }
}

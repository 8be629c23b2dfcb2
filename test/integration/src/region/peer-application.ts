import { ConfigModule, PeerConfig, RegionConfig, TelemetryConfig, readConfig } from '@bicoastal/config'
import { RequestBody, createHttpApplication } from '@bicoastal/http'
import { type RegionId, peerOf } from '@bicoastal/kernel'
import { LifecycleModule } from '@bicoastal/lifecycle'
import { PeerClient, PeerModule, PeerOnly } from '@bicoastal/region'
import { TelemetryModule } from '@bicoastal/telemetry'
import { PEER_SECRET } from '@bicoastal/testkit'
import { Controller, Get, HttpCode, Module, Post } from '@nestjs/common'
import { z } from 'zod'

const greeting = z.strictObject({ name: z.string() })

/** Routes between the regions. */
@Controller('peer/trial')
@PeerOnly()
class PeerTrialController {
  @Get('ping')
  ping() {
    return { pong: true, since: 'a later version' }
  }

  @Post('greetings')
  @HttpCode(200)
  greet(@RequestBody(greeting) { name }: z.output<typeof greeting>) {
    return { greeting: `hello ${name}` }
  }

  @Get('never')
  never() {
    return new Promise(() => undefined)
  }

  @Get('broken')
  broken(): never {
    throw new Error('something that callers must not be told')
  }
}

@Module({ controllers: [PeerTrialController] })
class PeerTrialModule {}

/** A process that can ask its peer, and answers it. */
export interface PeerApplication {
  readonly url: string
  readonly client: PeerClient
  stop(): Promise<void>
}

/** Starts one process of `region` whose peer is at `peerUrl`. */
export async function startPeerApplication(
  region: RegionId,
  { peerUrl = 'http://127.0.0.1:4', secret = PEER_SECRET }: { peerUrl?: string; secret?: string } = {},
): Promise<PeerApplication> {
  const config = readConfig([RegionConfig, PeerConfig, TelemetryConfig], {
    REGION: region,
    INSTANCE: `${region}-asks-${peerOf(region)}`,
    PEER_URL: peerUrl,
    PEER_SECRET: secret,
    METRICS_PORT: '0',
    LOG_LEVEL: 'silent',
  })
  const imports = [ConfigModule.forRoot(config), LifecycleModule, TelemetryModule, PeerModule]
  const app = await createHttpApplication({ module: PeerTrialModule, imports }, config)
  await app.listen(0, '127.0.0.1')
  return { url: await app.getUrl(), client: app.get(PeerClient), stop: () => app.close() }
}

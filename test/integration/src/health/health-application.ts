import { type Config, ConfigModule, DatabaseConfig, RegionConfig, TelemetryConfig, readConfig } from '@bicoastal/config'
import { HealthModule } from '@bicoastal/health'
import { createHttpApplication } from '@bicoastal/http'
import { Draining, LifecycleModule } from '@bicoastal/lifecycle'
import { MetricsServer, TelemetryModule } from '@bicoastal/telemetry'
import { type DynamicModule, Module } from '@nestjs/common'
import request from 'supertest'

@Module({})
class HealthTrialModule {
  static forRoot(config: Config): DynamicModule {
    const imports = [ConfigModule.forRoot(config), LifecycleModule, TelemetryModule, HealthModule]
    return { module: HealthTrialModule, imports }
  }
}

/** A process that serves nothing but its health, and that of the database at `url`. */
export interface HealthApplication {
  readonly instance: string
  readonly draining: Draining
  get(path: string): request.Test
  /** The verdict on one kind of request, with the status it came with. */
  ask(purpose: 'reads' | 'writes'): Promise<{ status: number; ok: boolean; reasons: string[] }>
  metrics(): Promise<string>
  stop(): Promise<void>
}

/** Starts the process; the database may be down. */
export async function startHealthApplication(url: string): Promise<HealthApplication> {
  const instance = 'health-trial'
  const config = readConfig([RegionConfig, DatabaseConfig, TelemetryConfig], {
    REGION: 'east',
    INSTANCE: instance,
    DATABASE_URL: url,
    METRICS_PORT: '0',
    LOG_LEVEL: 'silent',
  })
  const app = await createHttpApplication(HealthTrialModule.forRoot(config), config)
  await app.listen(0, '127.0.0.1')
  const address = await app.getUrl()
  const get = (path: string) => request(address).get(path)
  return {
    instance,
    draining: app.get(Draining),
    get,
    async ask(purpose) {
      const { status, body } = await get(`/health/region?for=${purpose}`)
      return { status, ...body[purpose] }
    },
    async metrics() {
      return (await fetch(`http://127.0.0.1:${app.get(MetricsServer).port}/metrics`)).text()
    },
    stop: () => app.close(),
  }
}

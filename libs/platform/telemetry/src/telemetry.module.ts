import { RegionConfig, TelemetryConfig } from '@bicoastal/config'
import { Global, Module } from '@nestjs/common'
import { LoggerModule } from 'nestjs-pino'
import { Registry } from 'prom-client'
import { loggerParameters } from './logs/logger-parameters.js'
import { createRegistry } from './metrics/create-registry.js'
import { HttpObserver } from './http-observer.js'
import { MetricsServer } from './metrics/metrics-server.js'

/** Logs, the registry of metrics and the server that shows them. Needs the sections Region and Telemetry. */
@Global()
@Module({
  imports: [LoggerModule.forRootAsync({ useFactory: loggerParameters, inject: [RegionConfig, TelemetryConfig] })],
  providers: [{ provide: Registry, useFactory: createRegistry, inject: [RegionConfig] }, HttpObserver, MetricsServer],
  exports: [Registry, HttpObserver, MetricsServer],
})
export class TelemetryModule {}

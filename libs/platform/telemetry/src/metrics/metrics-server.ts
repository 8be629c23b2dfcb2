import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import { TelemetryConfig } from '@bicoastal/config'
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import { Registry } from 'prom-client'

/**
 * Serves `/metrics` on a port of its own, which the edge does not expose, and `/health/live` for processes that have no
 * other port: it answers as long as the process does anything at all, whatever its dependencies do.
 */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #server: Server

  constructor(
    private readonly registry: Registry,
    private readonly config: TelemetryConfig,
  ) {
    this.#server = createServer((request, response) => void this.#answer(request, response))
  }

  /** The port it listens on, also where the configuration left the choice to the system. */
  get port(): number {
    const address = this.#server.address()
    return typeof address === 'object' && address !== null ? address.port : this.config.metricsPort
  }

  /** @throws Error when the port is taken. */
  async onApplicationBootstrap(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#server.once('error', reject)
    this.#server.listen(this.config.metricsPort, this.config.metricsHost, resolve)
    await promise
  }

  async onApplicationShutdown(): Promise<void> {
    if (!this.#server.listening) return
    const { promise, resolve } = Promise.withResolvers<unknown>()
    this.#server.close(resolve)
    this.#server.closeAllConnections()
    await promise
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET' && request.url === '/health/live') {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}')
      return
    }
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    try {
      const metrics = await this.registry.metrics()
      response.writeHead(200, { 'content-type': this.registry.contentType }).end(metrics)
    } catch (error) {
      // A metric that cannot be collected must show as a failed scrape, not as one without that metric.
      response.writeHead(500, { 'content-type': 'text/plain' }).end(error instanceof Error ? error.message : '')
    }
  }
}

import { TelemetryConfig } from '@bicoastal/config'
import { seconds } from '@bicoastal/kernel'
import { Injectable, Logger } from '@nestjs/common'
import { trace } from '@opentelemetry/api'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Histogram, Registry } from 'prom-client'

/** Requests outside any route share one label, or a scanner would make a time series of every guess. */
const NO_ROUTE = 'none'

/** Measures, and where asked logs and names in traces, the requests of a Fastify server. */
@Injectable()
export class HttpObserver {
  readonly #duration: Histogram<'method' | 'route' | 'status'>
  readonly #logger = new Logger('http')

  constructor(
    registry: Registry,
    private readonly config: TelemetryConfig,
  ) {
    this.#duration = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the headers of a request to the end of its response, by route template, method and status.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    })
  }

  /** Adds the hooks. Only those that are of use: each costs every request. */
  observe(server: FastifyInstance): void {
    if (this.config.traces === 'on') server.addHook('onRequest', nameSpan)
    // Failed requests are logged by who answers them, with the reason.
    const all = this.config.logRequests === 'all'
    server.addHook('onResponse', (request, reply, done) => {
      this.#measure(request, reply)
      if (all) this.#log(request, reply)
      done()
    })
  }

  #measure(request: FastifyRequest, reply: FastifyReply): void {
    const route = request.routeOptions.url ?? NO_ROUTE
    this.#duration.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / seconds(1))
  }

  #log(request: FastifyRequest, reply: FastifyReply): void {
    // The path without its query, which may carry what nobody should log.
    const [path] = request.url.split('?', 1)
    const line = {
      method: request.method,
      path,
      route: request.routeOptions.url,
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime * 10) / 10,
    }
    this.#logger.log(line, 'request')
  }
}

/** The HTTP instrumentation sees a request before the router does, so it cannot know the route. */
function nameSpan(request: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  const route = request.routeOptions.url
  const span = route === undefined ? undefined : trace.getActiveSpan()
  if (route !== undefined) span?.setAttribute('http.route', route).updateName(`${request.method} ${route}`)
  done()
}

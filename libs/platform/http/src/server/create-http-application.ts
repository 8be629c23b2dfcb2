import { type Config, RegionConfig, TelemetryConfig } from '@bicoastal/config'
import { seconds } from '@bicoastal/kernel'
import { Draining } from '@bicoastal/lifecycle'
import { HttpObserver, createLogger } from '@bicoastal/telemetry'
import type { DynamicModule } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { serveDocumentation } from '../openapi/serve-documentation.js'
import { ProblemResponder } from '../problem/problem-responder.js'
import { ProblemFilter } from '../problem/problem.filter.js'
import { refuseConnection } from '../problem/refuse-connection.js'
import { takeJsonBodies } from './json-body.js'
import { refuseUnknownMethods } from './refuse-unknown-methods.js'
import { addResponseHeaders } from './response-headers.js'

/** The largest body in bytes. */
export const BODY_LIMIT = 1024 * 1024

/**
 * Builds a Nest application on Fastify from `module`, which imports ConfigModule, LifecycleModule, TelemetryModule and
 * HttpModule; initialized, not listening. Everything that concerns all requests is a Fastify hook: global guards,
 * interceptors and pipes would cost every request several times as much.
 *
 * @throws Error what a provider of `module` throws while it is created.
 */
export async function createHttpApplication(module: DynamicModule, config: Config): Promise<NestFastifyApplication> {
  const region = config.section(RegionConfig)
  const telemetry = config.section(TelemetryConfig)
  const problems = new ProblemResponder(telemetry)
  const adapter = new FastifyAdapter({
    logger: false,
    bodyLimit: BODY_LIMIT,
    // A slow sender may not hold a connection for ever.
    requestTimeout: seconds(30),
    // What still arrives on open connections while the server closes is answered, not refused.
    return503OnClosing: false,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      // No hook has run for a path that cannot even be decoded.
      reply.header('x-region', region.region)
      problems.answer(error, request, reply)
    },
    clientErrorHandler: refuseConnection(region.region),
  })
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    logger: createLogger(region, telemetry),
    abortOnError: false,
  })
  const server = adapter.getInstance()
  addResponseHeaders(server, region, app.get(Draining))
  refuseUnknownMethods(server)
  app.get(HttpObserver).observe(server)
  takeJsonBodies(server)
  app.useGlobalFilters(new ProblemFilter(problems))
  serveDocumentation(app)
  return app.init()
}

import type { RegionConfig } from '@bicoastal/config'
import type { Draining } from '@bicoastal/lifecycle'
import type { FastifyInstance } from 'fastify'

/**
 * Says on every response which region answered; while the process drains it asks clients to connect anew, which brings
 * them to another process before this one closes.
 */
export function addResponseHeaders(server: FastifyInstance, { region }: RegionConfig, draining: Draining): void {
  server.addHook('onRequest', (_request, reply, done) => {
    reply.header('x-region', region)
    if (draining.active) reply.header('connection', 'close')
    done()
  })
}

import type { FastifyInstance } from 'fastify'
import createRouter from 'find-my-way'
import { MethodNotAllowedError } from '../problem/method-not-allowed.error.js'

type Method = Parameters<ReturnType<typeof createRouter>['find']>[0]

/**
 * Tells "this path takes other methods" (405) from "no such path" (404, which is the framework's own answer).
 * Must be called before routes are declared: it learns them as they are.
 */
export function refuseUnknownMethods(server: FastifyInstance): void {
  const router = createRouter()
  const methods = new Set<Method>()
  server.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat() as Method[]) {
      if (router.hasRoute(each, url)) continue
      router.on(each, url, () => undefined)
      methods.add(each)
    }
  })
  server.addHook('onRequest', (request, _reply, done) => {
    if (!request.is404) return done()
    const allowed = [...methods].filter((method) => router.find(method, request.url) !== null)
    done(allowed.length > 0 ? new MethodNotAllowedError(allowed) : undefined)
  })
}

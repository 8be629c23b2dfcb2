import type { FastifyInstance } from 'fastify'
import { MalformedJsonError } from '../problem/malformed-json.error.js'

/**
 * Makes JSON the only body a server takes. `__proto__` and `constructor.prototype` keys are refused; an empty body is none,
 * because many clients send the content type with every request.
 */
export function takeJsonBodies(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error')
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    if (body === '') return done(null, undefined)
    return parse(request, body, (error, value) => {
      done(error === null ? null : new MalformedJsonError(error), value)
    })
  })
}

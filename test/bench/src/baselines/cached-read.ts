/*
 * The baseline of a cached read: bare Fastify and ioredis, one GET, the text sent as it is. It uses the same client
 * options as the api (cluster, autopipelining), which are the fastest, and checks nothing that the api checks.
 */
import { fastify } from 'fastify'
import { Cluster } from 'ioredis'
import { baselineEnvironment } from './baseline-environment.js'

const { port, cacheNodes } = baselineEnvironment()
const cache = new Cluster(
  cacheNodes.map(([host, nodePort]) => ({ host, port: nodePort })),
  { enableAutoPipelining: true },
)
const server = fastify()

server.get<{ Params: { id: string } }>('/products/:id', async (request, reply) => {
  const body = await cache.get(`bench:${request.params.id}`)
  if (body === null) return reply.code(404).send()
  return reply.type('application/json; charset=utf-8').send(body)
})

await server.listen({ host: '127.0.0.1', port })
process.once('SIGTERM', () => {
  cache.disconnect()
  void server.close()
})

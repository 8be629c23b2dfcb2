import { type TestRegion, applicationScript, startServerProgram } from '@bicoastal/testkit'
import { compare } from '../load/compare.js'
import { baselineScript } from './baseline-script.js'
import type { Measurement } from './benchmark.js'
import { createProduct } from './create-product.js'
import { ratioMeasurement } from './ratio-measurement.js'

const PRODUCTS = 300
const LEAST = 0.9
const LEAST_WITH_SESSION = 0.95
/** The id of no product, which a server can look for. */
const NOBODY = '00000000-0000-0000-0000-000000000000'
/** A port on which no cache listens. */
const NO_CACHE = '127.0.0.1:9'

/**
 * Hot reads by id through the api, as it is and where its cache is gone, against bare Fastify and pg with a named statement; and
 * what it costs more when the caller brings a session token.
 */
export async function benchmarkHotRead(
  region: TestRegion,
  options: { readonly rounds: number; readonly secondsPerRound: number },
): Promise<readonly Measurement[]> {
  const start = (name: string, script: string, readyPath: string, more: Record<string, string> = {}) =>
    startServerProgram({
      name,
      script,
      environment: { ...region.environment(name), ...more },
      logDirectory: region.servers.directory,
      readyPath,
    })
  const started = await Promise.all([
    start('api-hot', applicationScript('api'), '/health/ready'),
    start('api-uncached', applicationScript('api'), '/health/ready', { CACHE_NODES: NO_CACHE, LOG_LEVEL: 'fatal' }),
    start('baseline-hot', baselineScript('database-read'), `/products/${NOBODY}`),
    // A session is shown what is cached only once the relay is past everything that it has seen.
    start('relay', applicationScript('relay'), '/metrics', {
      HTTP_PORT: region.environment('relay')['METRICS_PORT'] ?? '',
    }),
  ])
  const [api, uncached, baseline] = started
  const origin = (instance: string) => `http://127.0.0.1:${region.environment(instance)['HTTP_PORT']}`
  try {
    const ids: string[] = []
    while (ids.length < PRODUCTS) ids.push((await createProduct(region, origin('api-hot'))).id)
    const reads = (instance: string, path: string, headers: Record<string, string> = {}) => ({
      method: 'GET' as const,
      origin: origin(instance),
      paths: ids.map((id) => `${path}/${id}`),
      headers,
    })
    const through = { name: 'api', target: reads('api-hot', '/v1/products'), pid: api.pid }
    const bare = { name: 'bare', target: reads('baseline-hot', '/products'), pid: baseline.pid }
    const session = (await fetch(`${origin('api-hot')}/v1/products/${ids[0]}`)).headers.get('x-session') ?? ''
    const withSession = {
      name: 'api with session',
      target: reads('api-hot', '/v1/products', { 'x-session': session }),
      pid: api.pid,
    }
    const alone = { name: 'api without cache', target: reads('api-uncached', '/v1/products'), pid: uncached.pid }
    const against = 'bare Fastify + pg, one named statement'
    return [
      ratioMeasurement('hot read by id', against, await compare(through, bare, options), LEAST),
      ratioMeasurement('hot read by id, cache gone', against, await compare(alone, bare, options), null),
      ratioMeasurement(
        'hot read by id with a session token',
        'the same without',
        await compare(withSession, through, options),
        LEAST_WITH_SESSION,
      ),
    ]
  } finally {
    await Promise.all(started.map((program) => program.stop()))
  }
}

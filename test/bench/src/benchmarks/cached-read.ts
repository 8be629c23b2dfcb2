import { type TestRegion, applicationScript, startServerProgram } from '@bicoastal/testkit'
import { Cluster } from 'ioredis'
import { compare } from '../load/compare.js'
import { baselineScript } from './baseline-script.js'
import type { Measurement } from './benchmark.js'
import { createProduct } from './create-product.js'
import { ratioMeasurement } from './ratio-measurement.js'

/** A cached product read through the api, against bare Fastify and ioredis that send the same bytes from the same Redis. */
export async function benchmarkCachedRead(
  region: TestRegion,
  options: { readonly rounds: number; readonly secondsPerRound: number },
): Promise<Measurement> {
  const logDirectory = region.servers.directory
  const api = await startServerProgram({
    name: 'api-read',
    script: applicationScript('api'),
    environment: region.environment('api-read'),
    logDirectory,
    readyPath: '/health/ready',
  })
  const baseline = await startServerProgram({
    name: 'baseline-read',
    script: baselineScript('cached-read'),
    environment: region.environment('baseline-read'),
    logDirectory,
    readyPath: '/products/none',
  })
  const port = (instance: string) => region.environment(instance)['HTTP_PORT']
  try {
    const { id, body } = await createProduct(region, `http://127.0.0.1:${port('api-read')}`)
    const [first = ''] = region.servers.cache.nodes
    const cache = new Cluster([`redis://${first}`])
    await cache.set(`bench:${id}`, body)
    await cache.quit()
    const comparison = await compare(
      {
        name: 'api',
        target: { method: 'GET', url: `http://127.0.0.1:${port('api-read')}/v1/products/${id}` },
        pid: api.pid,
      },
      {
        name: 'bare Fastify + ioredis',
        target: { method: 'GET', url: `http://127.0.0.1:${port('baseline-read')}/products/${id}` },
        pid: baseline.pid,
      },
      options,
    )
    return ratioMeasurement('cached product read', 'bare Fastify + ioredis (cluster, autopipelining)', comparison)
  } finally {
    await Promise.all([api.stop(), baseline.stop()])
  }
}

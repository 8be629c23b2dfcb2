import { type TestRegion, applicationScript, startServerProgram } from '@bicoastal/testkit'
import { Cluster } from 'ioredis'
import { compare } from '../load/compare.js'
import { baselineScript } from './baseline-script.js'
import type { Measurement } from './benchmark.js'
import { createProduct } from './create-product.js'
import { ratioMeasurement } from './ratio-measurement.js'

/** Enough for every node of the cache and every connection to have keys of its own at any time. */
const PRODUCTS = 300

/** Cached product reads through the api, against bare Fastify and ioredis that send the same bytes from the same Redis. */
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
  const origin = (instance: string) => `http://127.0.0.1:${region.environment(instance)['HTTP_PORT']}`
  try {
    const ids = await fillCaches(region, origin('api-read'))
    const comparison = await compare(
      {
        name: 'api',
        target: { method: 'GET', origin: origin('api-read'), paths: ids.map((id) => `/v1/products/${id}`) },
        pid: api.pid,
      },
      {
        name: 'bare Fastify + ioredis',
        target: { method: 'GET', origin: origin('baseline-read'), paths: ids.map((id) => `/products/${id}`) },
        pid: baseline.pid,
      },
      options,
    )
    return ratioMeasurement('cached product read', 'bare Fastify + ioredis (cluster, autopipelining)', comparison)
  } finally {
    await Promise.all([api.stop(), baseline.stop()])
  }
}

/** Creates the products, reads them through the api, which caches them, and gives the baseline the same bytes. */
async function fillCaches(region: TestRegion, origin: string): Promise<readonly string[]> {
  const [first = ''] = region.servers.cache.nodes
  const cache = new Cluster([`redis://${first}`])
  try {
    const ids: string[] = []
    while (ids.length < PRODUCTS) {
      const { id, body } = await createProduct(region, origin)
      await cache.set(`bench:${id}`, body)
      ids.push(id)
    }
    return ids
  } finally {
    cache.disconnect()
  }
}

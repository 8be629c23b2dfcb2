import { Cache, CacheMetrics, CacheStore } from '@bicoastal/cache'
import { CacheConfig } from '@bicoastal/config'
import { type Clock, eventually, systemClock } from '@bicoastal/kernel'
import { Registry } from 'prom-client'

/** One process of a region as the cache sees it. Several may share a cluster. */
export interface CacheProcess {
  readonly store: CacheStore
  readonly cache: Cache
  /** The value of a counter, summed over its labels. */
  count(metric: string): Promise<number>
  close(): void
}

/** Connects to the cluster; `ready: false` does not wait until it is. */
export async function cacheProcess(
  nodes: readonly string[],
  { ready = true, clock = systemClock }: { readonly ready?: boolean; readonly clock?: Clock } = {},
): Promise<CacheProcess> {
  const registry = new Registry()
  const endpoints = nodes.map((node) => ({ host: '127.0.0.1', port: Number(node.split(':')[1]) }))
  const store = new CacheStore(new CacheConfig({ nodes: endpoints }))
  const process: CacheProcess = {
    store,
    cache: new Cache(store, new CacheMetrics(registry), clock),
    count: async (metric) => {
      const values = (await registry.getSingleMetric(metric)?.get())?.values ?? []
      return values.reduce((sum, { value }) => sum + value, 0)
    },
    close: () => store.onApplicationShutdown(),
  }
  if (ready) await eventually(async () => (await store.get('any')) === null, { awaited: 'the cache to be connected' })
  return process
}

/** The revision `number`, as rows have it. */
export function revision(number: number): string {
  return String(number).padStart(40, '0')
}

/** A loader of a value that is at `number`. */
export function at(number: number) {
  return async () => ({ revision: revision(number), body: `value ${number}` })
}

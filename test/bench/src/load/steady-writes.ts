import { NEW_PRODUCT } from '../benchmarks/new-product.js'
import { load } from './load.js'
import type { LoadResult } from './load-target.js'

/** Creates products at a fixed rate through one edge, from a process of its own. Every write is a row of its own. */
export function steadyWrites(
  origin: string,
  token: string,
  perSecond: number,
  durationSeconds: number,
): Promise<LoadResult> {
  return load(
    {
      method: 'POST',
      origin,
      paths: ['/v1/products'],
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(NEW_PRODUCT),
    },
    { durationSeconds, connections: 8, perSecond },
  )
}

/*
 * The process that creates products at a fixed pace, one by one instead of in bursts, which would measure their queue.
 * In: origin, token, how many a second, for how many seconds, as one JSON argument. Out: what it measured, as JSON on stdout.
 */
import { ApiClient, pace } from '@bicoastal/testkit'
import { NEW_PRODUCT } from '../benchmarks/new-product.js'
import { quantile } from './statistics.js'
import type { SteadyOptions, SteadyResult } from './steady-writes.js'

const [, , argument = ''] = process.argv
const { origin, token, perSecond, durationSeconds } = JSON.parse(argument) as SteadyOptions
const client = new ApiClient(origin, token)
const latencies: number[] = []
let failed = 0

async function create(): Promise<void> {
  const startedAt = performance.now()
  const { status } = await client.post('/v1/products', NEW_PRODUCT)
  if (status === 201) latencies.push(performance.now() - startedAt)
  else failed += 1
}

const startedAt = performance.now()
await pace(perSecond, create, AbortSignal.timeout(durationSeconds * 1000))
const result: SteadyResult = {
  requests: latencies.length,
  failed,
  requestsPerSecond: latencies.length / ((performance.now() - startedAt) / 1000),
  latencyP50: quantile(latencies, 0.5),
  latencyP99: quantile(latencies, 0.99),
}
process.stdout.write(JSON.stringify(result))

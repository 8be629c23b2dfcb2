import type { RegionId } from '@bicoastal/kernel'
import { ApiClient, type TwoRegions } from '@bicoastal/testkit'
import { UnexpectedAnswerError } from '../workloads/unexpected-answer.error.js'

/** Creates a product by the edge of `region`. @throws UnexpectedAnswerError when that is refused. */
export async function createProduct(regions: TwoRegions, region: RegionId, name: string): Promise<void> {
  const client = new ApiClient(regions.origins[region], await regions.token({ roles: ['merchant'] }))
  const product = { name, description: 'Made by a drill.', price: { amount: 1, currency: 'EUR' } }
  const { status, body } = await client.post('/v1/products', product)
  if (status !== 201) throw new UnexpectedAnswerError('id', body)
}
